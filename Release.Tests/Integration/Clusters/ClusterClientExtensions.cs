using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using k8s.Models;

namespace Release.Tests.Integration.Clusters;

/// <summary>What only tests ask of a cluster.</summary>
internal static class ClusterClientExtensions
{
    /// <summary>Changes after a resource version, until the server ends the watch.</summary>
    public static async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        this ClusterClient client, ResourceKind<T> kind, ObjectSelection selection, string? resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class, IKubernetesObject
    {
        using var watch = await client.OpenWatchAsync(kind, selection, resourceVersion, cancellationToken);
        while (await watch.NextAsync(cancellationToken) is { } next)
        {
            yield return next;
        }
    }

    /// <summary>JSON patch (RFC 6902): a list of operations, all or none.</summary>
    public static Task<T?> JsonPatchAsync<T>(this ClusterClient client, ResourceKind<T> kind, string? @namespace, string name, JsonArray patch, CancellationToken cancellationToken)
        where T : class, IKubernetesObject =>
        client.PatchAsync(kind, @namespace, name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.JsonPatch), cancellationToken);
}
