using System.Text.Json.Nodes;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Objects;
using k8s.Autorest;
using k8s.Models;
using IKubernetes = k8s.IKubernetes;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>The client of each environment's cluster.</summary>
internal interface IClusterClients
{
    /// <summary>Ask each time: another client is handed out once the kubeconfig has changed. It is not the caller's to dispose.</summary>
    /// <exception cref="OutsideException">The kubeconfig is missing or cannot be used.</exception>
    ClusterClient For(EnvironmentName environment);
}

/// <summary>A whole list, its pages joined.</summary>
/// <param name="ResourceVersion">Where a watch goes on from without losing anything.</param>
internal sealed record ListResult<T>(IReadOnlyList<T> Items, string? ResourceVersion);

/// <summary>
/// One cluster's API in our words: KubernetesClient asks, <c>.Exchange.cs</c> says for how long and how often. Trouble is an
/// <see cref="OutsideException"/>, 410 one of its own; 409 is none, because callers answer it. A null namespace
/// means all namespaces, or a kind that has none.
/// </summary>
internal sealed partial class ClusterClient
{
    /// <summary>One object; null when there is none.</summary>
    public Task<T?> GetAsync<T>(ResourceKind<T> kind, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(
            kind.Target("get", @namespace, name),
            (api, token) => @namespace is null
                ? api.CustomObjects.GetClusterCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, kind.Plural, Part(name), null, token)
                : api.CustomObjects.GetNamespacedCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, Part(@namespace), kind.Plural, Part(name), null, token),
            kind.ReadAsync, cancellationToken, refusal => refusal.IsMissing);

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
                return await ListAsync(kind, selection, restart < 2 ? _limits.PageSize : null, cancellationToken);
            }
            catch (KubernetesExpiredException) when (restart < 2)
            {
                continue;
            }
        }
    }

    /// <summary>Opens a watch with bookmarks. Returns once the server has accepted it.</summary>
    /// <exception cref="KubernetesExpiredException">The resource version is too old.</exception>
    public async Task<WatchStream<T>> OpenWatchAsync<T>(
        ResourceKind<T> kind, ObjectSelection selection, string? resourceVersion, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var target = kind.Target("watch", selection.Namespace);
        var response = await OpenAsync(
            target, (api, token) => Find(api, kind, selection, new ListQuery(From: resourceVersion, WatchSeconds: (int)_limits.Watch.TotalSeconds), token), cancellationToken);
        try
        {
            return new WatchStream<T>(response, await response.Content.ReadAsStreamAsync(cancellationToken), kind, _limits, _clock, exception => Translate(exception, target));
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <exception cref="KubernetesConflictException">It exists already.</exception>
    public Task<T?> CreateAsync<T>(ResourceKind<T> kind, string? @namespace, JsonObject manifest, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(
            kind.Target("create", @namespace),
            (api, token) => @namespace is null
                ? api.CustomObjects.CreateClusterCustomObjectWithHttpMessagesAsync<object>(manifest, kind.Group, kind.Version, kind.Plural, cancellationToken: token)
                : api.CustomObjects.CreateNamespacedCustomObjectWithHttpMessagesAsync<object>(manifest, kind.Group, kind.Version, Part(@namespace), kind.Plural, cancellationToken: token),
            kind.ReadAsync, cancellationToken);

    /// <summary>
    /// Server-side apply: the object becomes as the manifest says, and its fields belong to the field manager. Creates it
    /// when there is none.
    /// </summary>
    /// <param name="manifest">With <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>; only the fields that shall be the manager's.</param>
    /// <param name="fieldManager">In whose name.</param>
    /// <param name="force">Takes over the fields that other managers set to something else.</param>
    /// <exception cref="KubernetesConflictException">Not forced, and others own the fields that its <c>Conflicts</c> name.</exception>
    public Task<T?> ApplyAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject manifest, string fieldManager, bool force, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch), cancellationToken, fieldManager: fieldManager, force: force);

    /// <summary>JSON merge patch (RFC 7386): what is named changes, null removes.</summary>
    /// <param name="subresource">For example <c>status</c>; null for the object itself.</param>
    /// <exception cref="KubernetesConflictException">The patch names a resource version, and it has changed since.</exception>
    public Task<T?> MergePatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), cancellationToken, subresource);

    /// <summary>Any patch; see the others.</summary>
    public Task<T?> PatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, V1Patch patch, CancellationToken cancellationToken, string? subresource = null, string? fieldManager = null, bool? force = null)
        where T : class, IKubernetesObject
    {
        var path = subresource is null ? Part(name) : $"{Part(name)}/{subresource}";
        return AskAsync(
            kind.Target("patch", @namespace, name, subresource),
            (api, token) => @namespace is null
                ? api.CustomObjects.PatchClusterCustomObjectWithHttpMessagesAsync<object>(
                    patch, kind.Group, kind.Version, kind.Plural, path, fieldManager: fieldManager, force: force, cancellationToken: token)
                : api.CustomObjects.PatchNamespacedCustomObjectWithHttpMessagesAsync<object>(
                    patch, kind.Group, kind.Version, Part(@namespace), kind.Plural, path, fieldManager: fieldManager, force: force, cancellationToken: token),
            kind.ReadAsync, cancellationToken);
    }

    /// <summary>Deletes an object. False when there was none.</summary>
    /// <param name="options">Null to delete in the background what belongs to it.</param>
    /// <exception cref="KubernetesConflictException">It is not the object, or not the version, that the options name.</exception>
    public async Task<bool> DeleteAsync<T>(ResourceKind<T> kind, string? @namespace, string name, CancellationToken cancellationToken, V1DeleteOptions? options = null)
        where T : class, IKubernetesObject
    {
        options ??= new V1DeleteOptions { PropagationPolicy = "Background" };
        return await AskAsync(
            kind.Target("delete", @namespace, name),
            (api, token) => @namespace is null
                ? api.CustomObjects.DeleteClusterCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, kind.Plural, Part(name), options, cancellationToken: token)
                : api.CustomObjects.DeleteNamespacedCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, Part(@namespace), kind.Plural, Part(name), options, cancellationToken: token),
            (_, _) => ValueTask.FromResult<object?>(true), cancellationToken, refusal => refusal.IsMissing) is not null;
    }

    /// <summary>
    /// The end of a container's log; null when there is no pod or no log yet (a container that has not begun, or no
    /// previous one).
    /// </summary>
    /// <param name="container">Null for the pod's only one, or its default one.</param>
    /// <param name="previous">Of the container's last life before this one.</param>
    public Task<string?> PodLogAsync(string @namespace, string pod, string? container, bool previous, int tailLines, CancellationToken cancellationToken) =>
        AskAsync(
            ResourceKinds.Pods.Target("get", @namespace, pod, "log"),
            (api, token) => api.CoreV1.ReadNamespacedPodLogWithHttpMessagesAsync(
                Part(pod), Part(@namespace), container, previous: previous ? true : null, tailLines: tailLines, cancellationToken: token),
            ReadEndAsync, cancellationToken, refusal => refusal.IsMissing || refusal.IsNoLogYet);

    private async Task<ListResult<T>> ListAsync<T>(ResourceKind<T> kind, ObjectSelection selection, int? pageSize, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        var items = new List<T>();
        string? page = null;
        while (true)
        {
            var query = new ListQuery(pageSize, page);
            var list = await AskAsync(kind.Target("list", selection.Namespace), (api, token) => Find(api, kind, selection, query, token), kind.ReadListAsync, cancellationToken);
            items.AddRange(list?.Items ?? []);
            page = list?.Metadata?.Continue;
            if (string.IsNullOrEmpty(page))
            {
                return new ListResult<T>(items, list?.Metadata?.ResourceVersion);
            }
        }
    }

    private static Task<HttpOperationResponse<object>> Find<T>(IKubernetes api, ResourceKind<T> kind, ObjectSelection selection, ListQuery query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        bool? watch = query.WatchSeconds is null ? null : true;
        return selection.Namespace is { } @namespace
            ? api.CustomObjects.ListNamespacedCustomObjectWithHttpMessagesAsync<object>(
                kind.Group, kind.Version, Part(@namespace), kind.Plural, watch, query.Page, selection.Fields, selection.Labels, query.Limit, query.From,
                timeoutSeconds: query.WatchSeconds, watch: watch, cancellationToken: cancellationToken)
            : api.CustomObjects.ListClusterCustomObjectWithHttpMessagesAsync<object>(
                kind.Group, kind.Version, kind.Plural, watch, query.Page, selection.Fields, selection.Labels, query.Limit, query.From,
                timeoutSeconds: query.WatchSeconds, watch: watch, cancellationToken: cancellationToken);
    }

    /// <summary>KubernetesClient puts names into paths as they stand.</summary>
    private static string Part(string name) => Uri.EscapeDataString(name);

    /// <param name="WatchSeconds">Null for a list.</param>
    private readonly record struct ListQuery(int? Limit = null, string? Page = null, string? From = null, int? WatchSeconds = null);
}
