using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Integrations.Http;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// The HTTP handler below Octokit: adds credentials, enforces time, size and rate limits, retries safe requests, and follows
/// redirects and pages only within GitHub. It returns only successful answers and throws otherwise.
/// </summary>
internal sealed partial class GitHubHandler(
    HttpMessageHandler connections, Func<GitHubOptions> options, GitHubQuota quota, GitHubHealth health, TimeProvider clock, ILogger logger) : DelegatingHandler(connections)
{
    /// <summary>Largest answer in bytes, uncompressed: ten thousand tags have about 4 MB.</summary>
    public const int LargestAnswer = 32 * 1024 * 1024;

    private const int Repeats = 2;
    private const int MostRedirects = 3;
    private static readonly BackOff Retry = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1));
    private static readonly MediaTypeHeaderValue JsonType = new("application/json", "utf-8");
    private static readonly MediaTypeHeaderValue BytesType = new(RouteCalls.Bytes);

    /// <summary>The media type that GitHub recommends, and the one that its OpenAPI description uses.</summary>
    private static readonly MediaTypeWithQualityHeaderValue[] AcceptedTypes = [new("application/vnd.github+json"), new("application/json", 0.9)];

    /// <summary>Connections to GitHub, which compresses its answers and sends many headers.</summary>
    public static SocketsHttpHandler Connections()
    {
        var connections = OutsideHttp.Connections();
        connections.AutomaticDecompression = DecompressionMethods.All;
        connections.MaxResponseHeadersLength = 64;
        return connections;
    }

    /// <param name="request">Octokit's request.</param>
    /// <param name="cancellationToken">Not used: Octokit's own, which ends after 100 s whatever <see cref="GitHubOptions.RequestTimeout"/> says. The call's token is used.</param>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = GitHubCall.Current;
        // The address of a next page comes from GitHub's Link header, so it is checked.
        if (!GitHubAddresses.IsSameHost(request.RequestUri!, call.Route == GitHubRoute.GraphQl ? call.Addresses.GraphQl : call.Addresses.Rest))
        {
            throw GitHubErrors.ForeignRedirect(call, request.RequestUri);
        }

        var type = request.Headers.Accept.Any(accepted => accepted.MediaType == RouteCalls.Bytes) ? BytesType : JsonType;
        SetHeaders(request);
        try
        {
            var answer = await SendWithRetriesAsync(request, call);
            var isKnown = answer.Status is HttpStatusCode.NotModified && request.Headers.IfNoneMatch.Count > 0;
            return isKnown || answer.IsSuccess ? Accept(answer, call, type) : throw Refuse(answer, call);
        }
        catch (GitHubTransportException trouble)
        {
            Log.Failed(logger, call.Route.Method, call.Route.Template, trouble.Message);
            health.Failed(trouble.Message);
            throw new OutsideException(trouble.Message, trouble.Kind, trouble.InnerException);
        }
    }

    private HttpResponseMessage Accept(GitHubAnswer answer, GitHubCall call, MediaTypeHeaderValue type)
    {
        health.Answered();
        call.Answer = answer;
        if (answer.Response.Content.Headers.ContentLength > 0)
        {
            // Octokit reads an answer of another content type, such as a proxy's page, as empty.
            answer.Response.Content.Headers.ContentType = type;
        }

        return answer.Response;
    }

    private GitHubRefusedException Refuse(GitHubAnswer answer, GitHubCall call)
    {
        var refusal = GitHubErrors.From(answer, call);
        if ((int)answer.Status >= 500)
        {
            health.Failed(refusal.Refusal.Message);
        }
        else
        {
            health.Answered();
        }

        return refusal;
    }

    private void SetHeaders(HttpRequestMessage request)
    {
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        request.Headers.Accept.Clear();
        Array.ForEach(AcceptedTypes, request.Headers.Accept.Add);
        request.Headers.UserAgent.Clear();
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("release", null));
        request.Headers.Add("X-GitHub-Api-Version", options().ApiVersion);
        if (request.Content?.Headers.ContentLength is 0)
        {
            request.Content = null;
        }
        else if (request.Content is not null)
        {
            // Octokit sends its JSON with the content type of a form.
            request.Content.Headers.ContentType = JsonType;
        }
    }

    /// <summary>Retries safe requests after a short wait; not while GitHub is known to be away.</summary>
    private async Task<GitHubAnswer> SendWithRetriesAsync(HttpRequestMessage request, GitHubCall call)
    {
        var address = request.RequestUri;
        for (var repeat = 0; ; repeat++)
        {
            var isLast = repeat >= Repeats || !call.Route.IsSafe || health.IsAway;
            try
            {
                request.RequestUri = address;
                var answer = await FollowRedirectsAsync(request, call);
                if (isLast || answer.Status is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                {
                    return answer;
                }
            }
            catch (GitHubTransportException trouble) when (!isLast && trouble.Kind is not FailureKind.Timeout)
            {
                Log.Repeated(logger, call.Route.Method, call.Route.Template, trouble.Message);
            }

            await Task.Delay(Retry.WithJitterAfter(repeat + 1), clock, call.CancellationToken);
        }
    }

    private async Task<GitHubAnswer> FollowRedirectsAsync(HttpRequestMessage request, GitHubCall call)
    {
        for (var hop = 0; ; hop++)
        {
            var answer = await SendAuthorisedAsync(request, call);
            // The server did not act on a redirected request, so a change may be sent again; except after 302, which would turn it into a GET.
            var mayFollow = answer.IsRedirect && hop < MostRedirects && (call.Route.IsSafe || answer.Status is not HttpStatusCode.Found);
            if (!mayFollow || answer.Response.Headers.Location is not { } location)
            {
                return answer;
            }

            var next = new Uri(request.RequestUri!, location);
            if (!GitHubAddresses.IsSameHost(next, request.RequestUri!))
            {
                return answer;
            }

            request.RequestUri = next;
        }
    }

    private async Task<GitHubAnswer> SendAuthorisedAsync(HttpRequestMessage request, GitHubCall call)
    {
        for (var isRenewed = false; ; isRenewed = true)
        {
            // Check the quota first, so that no token is renewed for a request that may not be sent.
            quota.ThrowIfUsedUp(call.Route.Quota);
            request.Headers.Authorization = await call.Credential.GetAsync(call.CancellationToken);
            var answer = await quota.SendInTurnAsync(call.Route.Quota, () => SendOnceAsync(request, call), call.CancellationToken);
            if (answer.Status is not HttpStatusCode.Unauthorized || isRenewed || !call.Credential.Rejected(request.Headers.Authorization))
            {
                return answer;
            }
        }
    }

    /// <summary>Sends once and reads the whole answer.</summary>
    /// <exception cref="GitHubTransportException">No complete answer arrived.</exception>
    private async Task<GitHubAnswer> SendOnceAsync(HttpRequestMessage request, GitHubCall call)
    {
        using var limit = new CancellationTokenSource(options().RequestTimeout, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, limit.Token);
        try
        {
            var response = await base.SendAsync(request, both.Token);
            await response.Content.LoadIntoBufferAsync(LargestAnswer, both.Token);
            var words = response.IsSuccessStatusCode ? [] : await response.Content.ReadAsByteArrayAsync(both.Token);
            return new GitHubAnswer(response, words, GitHubLimits.Read(response.Headers, clock.GetUtcNow()));
        }
        catch (OperationCanceledException exception) when (!call.CancellationToken.IsCancellationRequested)
        {
            throw new GitHubTransportException($"GitHub took too long to answer about {call.What}.", FailureKind.Timeout, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new GitHubTransportException(GitHubErrors.DescribeFailure(exception, call, request.RequestUri!), FailureKind.Network, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4410, LogLevel.Debug, "{Method} {Route} is sent to GitHub again: {Why}")]
        public static partial void Repeated(ILogger logger, string method, string route, string why);

        [LoggerMessage(4411, LogLevel.Warning, "{Method} {Route}: {Why}")]
        public static partial void Failed(ILogger logger, string method, string route, string why);
    }
}
