using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Release.Core.Environments;
using Release.Core.Ports;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// A small typed client of one cluster's API (kubernetes.io, "API concepts"): here what reads; <c>.Writes.cs</c> changes,
/// <c>.Logs.cs</c> reads logs. Trouble is an <see cref="OutsideException"/>; 409 and 410 have exceptions of their own,
/// because callers answer them. A null namespace means all namespaces, or a kind that has none.
/// </summary>
internal sealed partial class KubernetesClient : IDisposable
{
    private readonly ClusterExchange _exchange;

    public KubernetesClient(
        EnvironmentName environment, Uri server, HttpMessageHandler handler, IClusterCredential credential, ClusterLimits limits, TimeProvider timeProvider)
        : this(new ClusterExchange(environment, server, new ClusterConnections(_ => handler), credential, hostName: null, limits, timeProvider))
    {
    }

    public KubernetesClient(ClusterExchange exchange) => _exchange = exchange;

    private ClusterLimits Limits => _exchange.Limits;

    /// <summary>One object; null when there is none.</summary>
    public Task<T?> GetAsync<T>(ResourceKind<T> kind, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(kind, new ClusterRequest(HttpMethod.Get, kind.Path(@namespace, name), kind.Target("get", @namespace, name)) { MissingIsNull = true }, cancellationToken);

    /// <summary>All objects of a selection, read page by page, as they were at one moment.</summary>
    /// <exception cref="KubernetesExpiredException">The server forgot, again and again, where the pages began.</exception>
    public async Task<ListResult<T>> ListAsync<T>(ResourceKind<T> kind, ObjectSelection selection, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        for (var restart = 0; ; restart++)
        {
            try
            {
                // As client-go does it: pages that cannot keep up with the server's memory are given up for one long answer.
                return await ListAsync(kind, selection, restart < 2 ? Limits.PageSize : null, cancellationToken);
            }
            catch (KubernetesExpiredException) when (restart < 2)
            {
                continue;
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
            .Append(("watch", "true")).Append(("allowWatchBookmarks", "true")).Append(("timeoutSeconds", Text((int)Limits.Watch.TotalSeconds)));
        var path = kind.Path(selection.Namespace) + QueryText(resourceVersion is null ? query : query.Append(("resourceVersion", resourceVersion)));
        var target = kind.Target("watch", selection.Namespace);
        var response = await _exchange.OpenAsync(new ClusterRequest(HttpMethod.Get, path, target), cancellationToken);
        try
        {
            return new WatchStream<T>(response, await response.Content.ReadAsStreamAsync(cancellationToken), kind, target, _exchange);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose() => _exchange.Dispose();

    private async Task<ListResult<T>> ListAsync<T>(ResourceKind<T> kind, ObjectSelection selection, int? pageSize, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var items = new List<T>();
        string? page = null;
        while (true)
        {
            var query = pageSize is { } size ? selection.Query().Append(("limit", Text(size))) : selection.Query();
            var path = kind.Path(selection.Namespace) + QueryText(page is null ? query : query.Append(("continue", page)));
            var list = await _exchange.AskAsync(
                new ClusterRequest(HttpMethod.Get, path, kind.Target("list", selection.Namespace)),
                (body, token) => JsonSerializer.DeserializeAsync(body, kind.ListTypeInfo, token), cancellationToken);
            items.AddRange(list?.Items ?? []);
            page = list?.Metadata?.Continue;
            if (string.IsNullOrEmpty(page))
            {
                return new ListResult<T>(items, list?.Metadata?.ResourceVersion);
            }
        }
    }

    private Task<T?> AskAsync<T>(ResourceKind<T> kind, ClusterRequest request, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        _exchange.AskAsync(request, (body, token) => JsonSerializer.DeserializeAsync(body, kind.TypeInfo, token), cancellationToken);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string QueryText(IEnumerable<(string Key, string Value)> query)
    {
        var text = string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return text.Length == 0 ? "" : "?" + text;
    }
}
