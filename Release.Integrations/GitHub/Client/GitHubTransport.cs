using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Release.Core.Deployments;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>One request and its whole answer: headers, time limit, size limit. It neither repeats nor judges.</summary>
internal sealed partial class GitHubTransport(HttpMessageHandler handler, Func<GitHubOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Bytes of one answer, unpacked: ten thousand tags are some 4 MB.</summary>
    public const int LargestAnswer = 32 * 1024 * 1024;

    /// <summary>GitHub's advice, and what its own description calls the same answer.</summary>
    private static readonly MediaTypeWithQualityHeaderValue[] s_json = [new("application/vnd.github+json"), new("application/json", 0.9)];

    private readonly HttpMessageInvoker _http = new(handler);

    /// <param name="authorization">Null asks as nobody.</param>
    /// <param name="entityTag">Of what is known already: then 304 may be the answer.</param>
    /// <exception cref="GitHubTroubleException">No answer, or not a whole one.</exception>
    public async Task<GitHubAnswer> SendAsync(GitHubRequest request, Uri address, AuthenticationHeaderValue? authorization, string? entityTag, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options().RequestTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var message = Message(request, address, authorization, entityTag);
            using var response = await _http.SendAsync(message, both.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, both.Token);
            return await ReadAsync(response, address, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitHubTroubleException($"GitHub took too long to answer about {request.What}.", FailureKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new GitHubTroubleException(GitHubErrors.Trouble(exception, request, address), FailureKind.Network, exception);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>To GitHub, which compresses its answers and sends many headers.</summary>
    public static SocketsHttpHandler Connections()
    {
        var connections = OutsideHttp.Connections();
        connections.AutomaticDecompression = DecompressionMethods.All;
        connections.MaxResponseHeadersLength = 64;
        return connections;
    }

    private HttpRequestMessage Message(GitHubRequest request, Uri address, AuthenticationHeaderValue? authorization, string? entityTag)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Route.Method), address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        Array.ForEach(s_json, message.Headers.Accept.Add);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("release", null));
        message.Headers.Add("X-GitHub-Api-Version", options().ApiVersion);
        message.Headers.Authorization = authorization;
        if (entityTag is not null)
        {
            message.Headers.TryAddWithoutValidation("If-None-Match", entityTag);
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private async Task<GitHubAnswer> ReadAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return new GitHubAnswer(address, response.StatusCode, body, GitHubLimits.Read(response.Headers, time.GetUtcNow()))
        {
            EntityTag = response.Headers.TryGetValues("ETag", out var tags) ? tags.FirstOrDefault() : null,
            Location = response.Headers.Location is { } location ? new Uri(address, location) : null,
            Next = response.Headers.TryGetValues("Link", out var links) ? Next(address, string.Join(',', links)) : null,
        };
    }

    /// <summary>RFC 8288: <c>&lt;address&gt;; rel="next", …</c>.</summary>
    private static Uri? Next(Uri address, string links) =>
        NextLink().Match(links) is { Success: true } match && Uri.TryCreate(address, match.Groups["address"].Value, out var next) ? next : null;

    [GeneratedRegex("<(?<address>[^<>]*)>\\s*;[^<>]*\\brel=\"?next\"?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NextLink();
}
