using System.Text;
using Release.Core.Environments;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using k8s.Autorest;
using IKubernetes = k8s.IKubernetes;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>How requests are sent: credentials, time limits, repeats, and the translation of failures.</summary>
internal sealed partial class ClusterClient : IDisposable
{
    private readonly ClusterLimits _limits;
    private readonly TimeProvider _clock;
    private readonly ClusterErrors _errors;
    private readonly ClusterCredential _credential;
    private readonly ClusterConnections _connections;

    /// <param name="between">For tests: makes a handler next to the network, for each new connection pool.</param>
    public ClusterClient(EnvironmentName environment, KubeconfigContext context, ClusterLimits limits, TimeProvider clock, Func<DelegatingHandler>? between = null)
    {
        (_limits, _clock) = (limits, clock);
        _errors = new ClusterErrors(environment, context.Server, clock);
        _credential = ClusterCredential.Of(context, clock);
        _connections = new ClusterConnections(identity => ClusterApi.Create(context, identity, _credential, clock, between is null ? [] : [between()]));
    }

    /// <summary>A call of KubernetesClient.</summary>
    private delegate Task<HttpOperationResponse<TBody>> Call<TBody>(IKubernetes api, CancellationToken cancellationToken);

    public void Dispose()
    {
        _connections.Dispose();
        _credential.Dispose();
    }

    /// <summary>Sends a request and reads its answer, within the time and size limits.</summary>
    /// <param name="isNull">Which refusals mean that the object does not exist, so that the result is null.</param>
    private async Task<TAnswer?> AskAsync<TAnswer, TBody>(
        RequestTarget target, Call<TBody> call, Func<Stream, CancellationToken, ValueTask<TAnswer?>> read, CancellationToken cancellationToken, Func<ClusterRefusedException, bool>? isNull = null)
        where TAnswer : class
    {
        using var limit = new CancellationTokenSource(_limits.Request, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await SendAsync(target, call, both.Token);
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(both.Token), _limits.Body);
            return await read(body, both.Token);
        }
        catch (ClusterRefusedException refusal) when (isNull?.Invoke(refusal) == true)
        {
            return null;
        }
        catch (Exception exception) when (ClusterErrors.IsExchangeFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Translate(exception, target);
        }
    }

    /// <summary>Sends a request and returns once its headers are there; the caller reads and disposes the answer.</summary>
    private async Task<HttpResponseMessage> OpenAsync<TBody>(RequestTarget target, Call<TBody> call, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limits.Request, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await SendAsync(target, call, both.Token);
        }
        catch (Exception exception) when (ClusterErrors.IsExchangeFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw Translate(exception, target);
        }
    }

    /// <summary>
    /// Sends. Repeats any request once when the credential was refused and can be renewed, and a read when the server asks
    /// for a short wait.
    /// </summary>
    /// <exception cref="ClusterRefusedException">The status is not 2xx.</exception>
    private async Task<HttpResponseMessage> SendAsync<TBody>(RequestTarget target, Call<TBody> call, CancellationToken cancellationToken)
    {
        var renewed = false;
        for (var repeat = 0; ;)
        {
            var identity = await _credential.GetAsync(cancellationToken);
            try
            {
                return (await call(_connections.For(identity), cancellationToken)).Response;
            }
            catch (ClusterRefusedException refusal) when (refusal.Code == 401 && _credential.Rejected(identity) && !renewed)
            {
                // The server did not act on a request that it refused, so a change may be sent again too.
                renewed = true;
            }
            catch (ClusterRefusedException refusal) when (refusal.Code is 429 or 503 && target.IsRead && refusal.RetryAfter <= _limits.RetryAfter && repeat < _limits.Repeats)
            {
                repeat++;
                await Task.Delay(refusal.RetryAfter.Value, _clock, cancellationToken);
            }
        }
    }

    private Exception Translate(Exception exception, RequestTarget target)
    {
        if (ClusterErrors.IsUntrustedCertificate(exception))
        {
            _connections.Distrust();
        }

        return _errors.FromFailure(exception, target);
    }

    private async ValueTask<string?> ReadEndAsync(Stream body, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellationToken);
        var start = (int)Math.Max(0, all.Length - _limits.Log);
        return Encoding.UTF8.GetString(all.GetBuffer(), start, (int)all.Length - start);
    }
}

/// <summary>Limits of time, size and repeats for requests to a cluster.</summary>
internal sealed record ClusterLimits
{
    public static readonly ClusterLimits Default = new();

    /// <summary>Time for one request with its answer; watches have limits of their own.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the server is asked to keep a watch open; afterwards it is reopened at the last resource version.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A watch is reopened if nothing arrives for this long. Bookmarks come about once a minute.</summary>
    public TimeSpan WatchIdle { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Wait for a Retry-After up to this long; treat a longer one as a failure.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a read is repeated when the server asks for a wait.</summary>
    public int Repeats { get; init; } = 2;

    public int PageSize { get; init; } = 500;

    /// <summary>Largest answer, in bytes.</summary>
    public long Body { get; init; } = 256 * 1024 * 1024;

    /// <summary>Largest event of a watch, in bytes.</summary>
    public int WatchLine { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many bytes of a log's end are returned.</summary>
    public int Log { get; init; } = 256 * 1024;
}
