using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Core.Environments;
using Release.Core.Ports;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// A small typed client of one cluster's API (kubernetes.io, "API concepts"). Trouble is an <see cref="OutsideException"/>;
/// 409 and 410 have exceptions of their own, because callers answer them.
/// </summary>
internal sealed class KubernetesClient : IDisposable
{
    public const string MergePatch = "application/merge-patch+json";

    private readonly HttpClient _http;
    private readonly Uri _base;
    private readonly IClusterCredential _credential;
    private readonly ClusterLimits _limits;
    private readonly TimeProvider _timeProvider;
    private readonly ClusterErrors _errors;

    public KubernetesClient(
        EnvironmentName environment, Uri server, HttpMessageHandler handler, IClusterCredential credential, ClusterLimits limits, TimeProvider timeProvider)
    {
        _http = new HttpClient(handler)
        {
            // Time limits are per exchange, below: a watch stays open.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _base = new Uri(server.AbsoluteUri.TrimEnd('/') + "/", UriKind.Absolute);
        (_credential, _limits, _timeProvider, _errors) = (credential, limits, timeProvider, new ClusterErrors(environment));
    }

    /// <summary>One object; null when there is none.</summary>
    public Task<T?> GetAsync<T>(ResourceKind<T> kind, string @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        ExchangeAsync(
            new Request(HttpMethod.Get, kind.Path(@namespace, name), $"{kind} {name} in {@namespace}", MissingIsNull: true),
            (body, token) => JsonSerializer.DeserializeAsync(body, kind.TypeInfo, token), cancellationToken);

    /// <summary>All objects of a selection, read page by page.</summary>
    /// <exception cref="KubernetesExpiredException">The pages took so long that the server forgot where they began.</exception>
    public async Task<ListResult<T>> ListAsync<T>(ResourceKind<T> kind, ObjectSelection selection, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var items = new List<T>();
        string? page = null;
        while (true)
        {
            var query = selection.Query().Append(("limit", _limits.PageSize.ToString()));
            var path = kind.Path(selection.Namespace) + QueryText(page is null ? query : query.Append(("continue", page)));
            var list = await ExchangeAsync(
                new Request(HttpMethod.Get, path, What(kind, selection)),
                (body, token) => JsonSerializer.DeserializeAsync(body, kind.ListTypeInfo, token), cancellationToken);
            items.AddRange(list?.Items ?? []);
            page = list?.Metadata?.Continue;
            if (string.IsNullOrEmpty(page))
            {
                return new ListResult<T>(items, list?.Metadata?.ResourceVersion);
            }
        }
    }

    /// <summary>Changes after a resource version, until the server ends the watch; see <see cref="OpenWatchAsync"/>.</summary>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        ResourceKind<T> kind, ObjectSelection selection, string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        using var watch = await OpenWatchAsync(kind, selection, resourceVersion, cancellationToken);
        while (await watch.NextAsync(cancellationToken) is { } next)
        {
            yield return next;
        }
    }

    /// <summary>Opens a watch with bookmarks. Returns once the server has accepted it.</summary>
    /// <exception cref="KubernetesExpiredException">The resource version is too old.</exception>
    public async Task<WatchStream<T>> OpenWatchAsync<T>(
        ResourceKind<T> kind, ObjectSelection selection, string? resourceVersion, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var query = selection.Query()
            .Append(("watch", "true")).Append(("allowWatchBookmarks", "true")).Append(("timeoutSeconds", ((int)_limits.Watch.TotalSeconds).ToString()));
        var path = kind.Path(selection.Namespace) + QueryText(resourceVersion is null ? query : query.Append(("resourceVersion", resourceVersion)));
        var what = What(kind, selection);

        // The server ends a watch by itself; when it does not, the way to it is broken.
        var life = new CancellationTokenSource(_limits.Watch + TimeSpan.FromSeconds(30), _timeProvider);
        try
        {
            var response = await OpenAsync(new Request(HttpMethod.Get, path, what), cancellationToken);
            return new WatchStream<T>(response, await response.Content.ReadAsStreamAsync(cancellationToken), kind, what, _errors, _limits.WatchLine, life);
        }
        catch
        {
            life.Dispose();
            throw;
        }
    }

    /// <summary>JSON merge patch (RFC 7386): what is named changes, null removes.</summary>
    public Task<T?> MergePatchAsync<T>(ResourceKind<T> kind, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        ExchangeAsync(
            new Request(HttpMethod.Patch, kind.Path(@namespace, name), $"{kind} {name} in {@namespace}", patch.ToJsonString(), MergePatch),
            (body, token) => JsonSerializer.DeserializeAsync(body, kind.TypeInfo, token), cancellationToken);

    /// <exception cref="KubernetesConflictException">It exists already.</exception>
    public Task<T?> CreateAsync<T>(ResourceKind<T> kind, string @namespace, JsonObject manifest, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        ExchangeAsync(
            new Request(HttpMethod.Post, kind.Path(@namespace), $"{kind} in {@namespace}", manifest.ToJsonString()),
            (body, token) => JsonSerializer.DeserializeAsync(body, kind.TypeInfo, token), cancellationToken);

    /// <summary>Deletes an object and, in the background, what belongs to it. False when there was none.</summary>
    public async Task<bool> DeleteAsync<T>(ResourceKind<T> kind, string @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        await ExchangeAsync(
            new Request(HttpMethod.Delete, kind.Path(@namespace, name) + "?propagationPolicy=Background", $"{kind} {name} in {@namespace}", MissingIsNull: true),
            (_, _) => ValueTask.FromResult<object?>(true), cancellationToken) is not null;

    /// <summary>The end of a container's log; null when there is no pod, no such container, or no log yet.</summary>
    /// <param name="container">Null for the pod's only one.</param>
    /// <param name="previous">Of the container's last life before this one.</param>
    public Task<string?> PodLogAsync(
        string @namespace, string pod, string? container, bool previous, int tailLines, CancellationToken cancellationToken)
    {
        var query = new List<(string, string)> { ("tailLines", tailLines.ToString()) };
        if (previous)
        {
            query.Add(("previous", "true"));
        }

        if (container is not null)
        {
            query.Add(("container", container));
        }

        var path = ResourceKinds.Pods.Path(@namespace, pod, "log") + QueryText(query);
        return ExchangeAsync<string>(
            new Request(HttpMethod.Get, path, $"the log of pod {pod} in {@namespace}", MissingIsNull: true, BadRequestIsNull: true),
            async (body, token) => await ReadEndAsync(body, token), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<TAnswer?> ExchangeAsync<TAnswer>(
        Request request, Func<Stream, CancellationToken, ValueTask<TAnswer?>> read, CancellationToken cancellationToken)
        where TAnswer : class
    {
        using var limit = new CancellationTokenSource(_limits.Request, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await SendAsync(request, both.Token);
            if ((request.MissingIsNull && response.StatusCode == HttpStatusCode.NotFound)
                || (request.BadRequestIsNull && response.StatusCode == HttpStatusCode.BadRequest))
            {
                return null;
            }

            await ThrowIfRefusedAsync(response, request.What, both.Token);
            await using var body = new LimitedStream(await response.Content.ReadAsStreamAsync(both.Token), _limits.Body);
            return await read(body, both.Token);
        }
        catch (Exception exception) when (ClusterErrors.IsTrouble(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw _errors.FromTrouble(exception, request.What);
        }
    }

    /// <summary>A request whose answer stays open.</summary>
    private async Task<HttpResponseMessage> OpenAsync(Request request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_limits.Request, _timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await SendAsync(request, both.Token);
            await ThrowIfRefusedAsync(response, request.What, both.Token);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            if (ClusterErrors.IsTrouble(exception) && !cancellationToken.IsCancellationRequested)
            {
                throw _errors.FromTrouble(exception, request.What);
            }

            throw;
        }
    }

    /// <summary>Sends; a safe request is repeated when the server asks for a little patience.</summary>
    private async Task<HttpResponseMessage> SendAsync(Request request, CancellationToken cancellationToken)
    {
        for (var repeat = 0; ; repeat++)
        {
            using var message = await MessageAsync(request, cancellationToken);
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (request.Method != HttpMethod.Get || repeat >= _limits.Repeats || Patience(response) is not { } patience)
            {
                return response;
            }

            response.Dispose();
            await Task.Delay(patience, _timeProvider, cancellationToken);
        }
    }

    private async Task<HttpRequestMessage> MessageAsync(Request request, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_base, request.Path));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.Authorization = await _credential.HeaderAsync(cancellationToken);
        if (request.Body is not null)
        {
            message.Content = new StringContent(request.Body, Encoding.UTF8, request.ContentType);
        }

        return message;
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            _credential.Rejected();
        }

        if (!response.IsSuccessStatusCode)
        {
            throw await _errors.FromAnswerAsync(response, what, cancellationToken);
        }
    }

    private TimeSpan? Patience(HttpResponseMessage response)
    {
        var after = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            ? response.Headers.RetryAfter?.Delta
            : null;
        return after <= _limits.RetryAfter ? after : null;
    }

    private async Task<string> ReadEndAsync(Stream body, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await body.CopyToAsync(all, cancellationToken);
        var start = (int)Math.Max(0, all.Length - _limits.Log);
        return Encoding.UTF8.GetString(all.GetBuffer(), start, (int)all.Length - start);
    }

    private static string What<T>(ResourceKind<T> kind, ObjectSelection selection)
        where T : class, IKubernetesObject => selection.Namespace is null ? kind.Plural : $"{kind} in {selection.Namespace}";

    private static string QueryText(IEnumerable<(string Key, string Value)> query) =>
        "?" + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    private sealed record Request(
        HttpMethod Method,
        string Path,
        string What,
        string? Body = null,
        string ContentType = "application/json",
        bool MissingIsNull = false,
        bool BadRequestIsNull = false);
}
