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
    /// <summary>Call this for each use: it returns a new client once the kubeconfig has changed. Do not dispose the client.</summary>
    /// <exception cref="OutsideException">The kubeconfig is missing or cannot be used.</exception>
    ClusterClient For(EnvironmentName environment);
}

/// <summary>A complete list, all pages together.</summary>
/// <param name="ResourceVersion">A watch that starts here misses no change.</param>
internal sealed record ListResult<T>(IReadOnlyList<T> Items, string? ResourceVersion);

/// <summary>
/// One cluster's API for our typed objects. Failures are <see cref="OutsideException"/>s (410 is
/// <see cref="KubernetesExpiredException"/>); 409 is a <see cref="KubernetesConflictException"/>, which callers handle. A null
/// namespace means all namespaces, or a kind without namespaces. How requests are sent is in
/// <c>ClusterClient.Exchange.cs</c>.
/// </summary>
internal sealed partial class ClusterClient
{
    /// <summary>One object; null if it does not exist.</summary>
    public Task<T?> GetAsync<T>(ResourceKind<T> kind, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(
            kind.Target("get", @namespace, name),
            (api, token) => @namespace is null
                ? api.CustomObjects.GetClusterCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, kind.Plural, Part(name), null, token)
                : api.CustomObjects.GetNamespacedCustomObjectWithHttpMessagesAsync<object>(kind.Group, kind.Version, Part(@namespace), kind.Plural, Part(name), null, token),
            kind.ReadAsync, cancellationToken, refusal => refusal.IsMissing);

    /// <summary>All objects of a selection, read page by page from one snapshot.</summary>
    /// <exception cref="KubernetesExpiredException">The snapshot expired on the server in every attempt.</exception>
    public async Task<ListResult<T>> ListAsync<T>(ResourceKind<T> kind, ObjectSelection selection, CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        for (var restart = 0; ; restart++)
        {
            try
            {
                // As client-go does it: when pages expire before they are read, ask for everything in one answer.
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

    /// <exception cref="KubernetesConflictException">The object exists already.</exception>
    public Task<T?> CreateAsync<T>(ResourceKind<T> kind, string? @namespace, JsonObject manifest, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(
            kind.Target("create", @namespace),
            (api, token) => @namespace is null
                ? api.CustomObjects.CreateClusterCustomObjectWithHttpMessagesAsync<object>(manifest, kind.Group, kind.Version, kind.Plural, cancellationToken: token)
                : api.CustomObjects.CreateNamespacedCustomObjectWithHttpMessagesAsync<object>(manifest, kind.Group, kind.Version, Part(@namespace), kind.Plural, cancellationToken: token),
            kind.ReadAsync, cancellationToken);

    /// <summary>
    /// Server-side apply: sets the manifest's fields, which then belong to the field manager. Creates the object if it does not exist.
    /// </summary>
    /// <param name="manifest">With <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>; only the fields that the manager is to own.</param>
    /// <param name="fieldManager">Who is to own the fields.</param>
    /// <param name="force">Take over fields that other managers set to other values.</param>
    /// <exception cref="KubernetesConflictException">Not forced, and other managers own the fields listed in <c>Conflicts</c>.</exception>
    public Task<T?> ApplyAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject manifest, string fieldManager, bool force, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch), cancellationToken, fieldManager: fieldManager, force: force);

    /// <summary>JSON merge patch (RFC 7386): sets the fields that it names; null removes a field.</summary>
    /// <param name="subresource">For example <c>status</c>; null for the object itself.</param>
    /// <exception cref="KubernetesConflictException">The patch has a resource version that is not the current one.</exception>
    public Task<T?> MergePatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), cancellationToken, subresource);

    /// <summary>Sends a patch of any type.</summary>
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

    /// <summary>Deletes an object. False if it did not exist.</summary>
    /// <param name="options">Null: the objects that it owns are deleted in the background.</param>
    /// <exception cref="KubernetesConflictException">The preconditions in the options do not hold.</exception>
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
    /// The end of a container's log; null if there is no pod, or no log yet: the container has not started, or has no previous run.
    /// </summary>
    /// <param name="container">Null for the pod's only one, or its default one.</param>
    /// <param name="previous">The log of the container's previous run.</param>
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

    /// <summary>KubernetesClient does not escape names in paths.</summary>
    private static string Part(string name) => Uri.EscapeDataString(name);

    /// <param name="WatchSeconds">Null for a list.</param>
    private readonly record struct ListQuery(int? Limit = null, string? Page = null, string? From = null, int? WatchSeconds = null);
}
