using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

internal sealed partial class KubernetesClient
{
    private const string MergePatchType = "application/merge-patch+json";
    private const string JsonPatchType = "application/json-patch+json";
    private const string ApplyPatchType = "application/apply-patch+yaml";

    /// <exception cref="KubernetesConflictException">It exists already.</exception>
    public Task<T?> CreateAsync<T>(ResourceKind<T> kind, string? @namespace, JsonObject manifest, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(kind, new ClusterRequest(HttpMethod.Post, kind.Path(@namespace), kind.Target("create", @namespace)) { Body = manifest.ToJsonString() }, cancellationToken);

    /// <summary>
    /// Server-side apply: the object becomes as the manifest says, and its fields belong to the field manager. Creates it
    /// when there is none.
    /// </summary>
    /// <param name="manifest">With <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>; only the fields that shall be the manager's.</param>
    /// <param name="fieldManager">In whose name.</param>
    /// <param name="force">Takes over the fields that other managers set to something else.</param>
    /// <exception cref="KubernetesConflictException">Not forced, and others own the fields that its <c>Conflicts</c> name.</exception>
    public Task<T?> ApplyAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject manifest, string fieldManager, bool force, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject =>
        PatchAsync(
            kind, @namespace, name, subresource, ApplyPatchType, manifest,
            QueryText([("fieldManager", fieldManager), ("force", force ? "true" : "false")]), cancellationToken);

    /// <summary>JSON merge patch (RFC 7386): what is named changes, null removes.</summary>
    /// <param name="subresource">For example <c>status</c>; null for the object itself.</param>
    /// <exception cref="KubernetesConflictException">The patch names a resource version, and it has changed since.</exception>
    public Task<T?> MergePatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonObject patch, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, subresource, MergePatchType, patch, "", cancellationToken);

    /// <summary>JSON patch (RFC 6902): a list of operations, all or none.</summary>
    public Task<T?> JsonPatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, JsonArray patch, CancellationToken cancellationToken, string? subresource = null)
        where T : class, IKubernetesObject =>
        PatchAsync(kind, @namespace, name, subresource, JsonPatchType, patch, "", cancellationToken);

    /// <summary>Deletes an object and, in the background, what belongs to it. False when there was none.</summary>
    public Task<bool> DeleteAsync<T>(ResourceKind<T> kind, string? @namespace, string name, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        DeleteAsync(kind, @namespace, name, DeletionOptions.Default, cancellationToken);

    /// <summary>Deletes an object. False when there was none.</summary>
    /// <exception cref="KubernetesConflictException">It is not the object, or not the version, that the options name.</exception>
    public async Task<bool> DeleteAsync<T>(ResourceKind<T> kind, string? @namespace, string name, DeletionOptions options, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        await _exchange.AskAsync(
            new ClusterRequest(HttpMethod.Delete, kind.Path(@namespace, name), kind.Target("delete", @namespace, name)) { Body = options.ToJson(), MissingIsNull = true },
            (_, _) => ValueTask.FromResult<object?>(true), cancellationToken) is not null;

    private Task<T?> PatchAsync<T>(
        ResourceKind<T> kind, string? @namespace, string name, string? subresource, string contentType, JsonNode patch, string query, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        AskAsync(
            kind,
            new ClusterRequest(HttpMethod.Patch, kind.Path(@namespace, name, subresource) + query, kind.Target("patch", @namespace, name, subresource))
            {
                Body = patch.ToJsonString(),
                ContentType = contentType,
            },
            cancellationToken);
}
