using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Release.Core.Environments;
using Release.Integrations.Http;

namespace Release.Integrations.Kubernetes;

/// <summary>Requests to one cluster and their answers: who asks, for how long, how often, and what trouble means.</summary>
internal sealed class ClusterExchange(
    EnvironmentName environment, Uri server, ClusterConnections connections, IClusterCredential credential, string? hostName, ClusterLimits limits, TimeProvider timeProvider)
    : IDisposable
{
    private readonly Uri _base = new(server.AbsoluteUri.TrimEnd('/') + "/", UriKind.Absolute);

    public ClusterErrors Errors { get; } = new(environment, server, timeProvider);

    public ClusterLimits Limits => limits;

    public TimeProvider Time => timeProvider;

    /// <summary>A request and its whole answer.</summary>
    public async Task<TAnswer?> AskAsync<TAnswer>(
        ClusterRequest request, Func<Stream, CancellationToken, ValueTask<TAnswer?>> read, CancellationToken cancellationToken)
        where TAnswer : class
    {
        using var limit = new CancellationTokenSource(limits.Request, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await SendAsync(request, both.Token);
            if (!response.IsSuccessStatusCode)
            {
                return await Errors.NullOrThrowAsync<TAnswer>(response, request, both.Token);
            }

            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(both.Token), limits.Body);
            return await read(body, both.Token);
        }
        catch (Exception exception) when (ClusterErrors.IsTrouble(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Trouble(exception, request.Target);
        }
    }

    /// <summary>A request whose answer stays open; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> OpenAsync(ClusterRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.Request, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(request, both.Token);
            return response.IsSuccessStatusCode ? response : throw await Errors.FromAnswerAsync(response, request, both.Token);
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (ClusterErrors.IsTrouble(exception) && !cancellationToken.IsCancellationRequested)
            {
                throw Trouble(exception, request.Target);
            }

            throw;
        }
    }

    public void Dispose()
    {
        connections.Dispose();
        (credential as IDisposable)?.Dispose();
    }

    private Exception Trouble(Exception exception, RequestTarget target)
    {
        if (ClusterErrors.IsDistrust(exception))
        {
            connections.Distrust();
        }

        return Errors.FromTrouble(exception, target);
    }

    /// <summary>Sends; a safe request is repeated when the server asks for a little patience, any when a renewed credential may help.</summary>
    private async Task<HttpResponseMessage> SendAsync(ClusterRequest request, CancellationToken cancellationToken)
    {
        var renewed = false;
        for (var repeat = 0; ;)
        {
            var identity = await credential.GetAsync(cancellationToken);
            var response = await SendAsAsync(identity, request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized && credential.Rejected(identity) && !renewed)
            {
                // A refused request was not acted upon, so even a change may be sent again.
                renewed = true;
                response.Dispose();
                continue;
            }

            if (request.Method != HttpMethod.Get || repeat++ >= limits.Repeats || Patience(response) is not { } patience)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(patience, timeProvider, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendAsAsync(ClusterIdentity identity, ClusterRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var message = Message(request, identity);
            return await connections.For(identity.Certificate).SendAsync(message, cancellationToken);
        }
        catch (ObjectDisposedException exception)
        {
            // Another request renewed the connections in the instant between taking and using them; nothing was sent.
            throw new IOException("The connections were renewed.", exception);
        }
    }

    private HttpRequestMessage Message(ClusterRequest request, ClusterIdentity identity)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_base, request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("release", null));
        message.Headers.Authorization = identity.Header;
        message.Headers.Host = hostName;
        if (request.Body is not null)
        {
            message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType);
        }

        return message;
    }

    private TimeSpan? Patience(HttpResponseMessage response)
    {
        var after = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? ClusterErrors.RetryAfter(response, timeProvider)
            : null;
        return after <= limits.RetryAfter ? after : null;
    }
}
