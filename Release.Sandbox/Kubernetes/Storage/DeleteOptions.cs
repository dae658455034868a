using System.Text.Json.Nodes;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.Kubernetes.Storage;

/// <summary>Options of a deletion (<c>meta/v1 DeleteOptions</c>, or the query).</summary>
/// <param name="GraceSeconds">Null for the default: <c>spec.terminationGracePeriodSeconds</c> of pods, zero for other kinds.</param>
/// <param name="Propagation"><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for Background.</param>
/// <param name="Uid">Precondition on the object's uid.</param>
/// <param name="ResourceVersion">Precondition on the object's version.</param>
internal sealed record DeleteOptions(long? GraceSeconds = null, string? Propagation = null, string? Uid = null, string? ResourceVersion = null)
{
    private const long DefaultGrace = 30;

    public static DeleteOptions Read(JsonObject? body, IQueryCollection query)
    {
        var preconditions = body?["preconditions"];
        return new DeleteOptions(
            (body?["gracePeriodSeconds"] as JsonValue)?.GetValue<long>() ?? QueryText.Number(query["gracePeriodSeconds"]),
            ObjectMetadata.Text(body?["propagationPolicy"]) is { Length: > 0 } policy ? policy : query["propagationPolicy"],
            preconditions?["uid"]?.GetValue<string>(),
            preconditions?["resourceVersion"]?.GetValue<string>());
    }

    /// <summary>The grace period of a marked object, in seconds.</summary>
    public static long GraceOf(JsonObject content) => (content["metadata"]!["deletionGracePeriodSeconds"] as JsonValue)?.GetValue<long>() ?? 0;

    /// <summary>Marks the object for deletion if a finalizer or grace period delays it.</summary>
    /// <returns>False when nothing delays the deletion.</returns>
    /// <exception cref="KubernetesError">409 when a precondition fails.</exception>
    public bool Mark(ResourceKind kind, JsonObject content, DateTimeOffset now)
    {
        var metadata = content["metadata"]!.AsObject();
        Check(kind, metadata);
        AddFinalizer(metadata);
        var held = metadata["finalizers"] is JsonArray { Count: > 0 } || content["spec"]?["finalizers"] is JsonArray { Count: > 0 };
        var grace = Grace(kind, content);
        if (!held && grace == 0)
        {
            return false;
        }

        // A second delete can shorten the grace period but not extend it.
        if (metadata["deletionTimestamp"] is null || grace < GraceOf(content))
        {
            metadata["deletionTimestamp"] = Rfc3339.Format(now + TimeSpan.FromSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
            if (kind.HasGeneration)
            {
                metadata["generation"] = (metadata["generation"]?.GetValue<long>() ?? 0) + 1;
            }
        }

        if (kind == ResourceKinds.Namespaces)
        {
            content["status"] = new JsonObject { ["phase"] = "Terminating" };
        }

        return true;
    }

    private void Check(ResourceKind kind, JsonObject metadata)
    {
        var name = ObjectMetadata.Text(metadata["name"]);
        if (Uid is not null && Uid != ObjectMetadata.Text(metadata["uid"]))
        {
            throw KubernetesError.Conflict(kind, name, $"Precondition failed: UID in precondition: {Uid}, UID in object meta: {ObjectMetadata.Text(metadata["uid"])}");
        }

        if (ResourceVersion is not null && ResourceVersion != ObjectMetadata.Text(metadata["resourceVersion"]))
        {
            throw KubernetesError.Conflict(kind, name, $"Precondition failed: ResourceVersion in precondition: {ResourceVersion}, ResourceVersion in object meta: {ObjectMetadata.Text(metadata["resourceVersion"])}");
        }
    }

    private void AddFinalizer(JsonObject metadata)
    {
        if (Propagation is not ("Foreground" or "Orphan"))
        {
            return;
        }

        var name = Propagation == "Orphan" ? "orphan" : "foregroundDeletion";
        if (metadata["finalizers"] is not JsonArray finalizers)
        {
            metadata["finalizers"] = finalizers = [];
        }

        if (!finalizers.Any(finalizer => ObjectMetadata.Text(finalizer) == name))
        {
            finalizers.Add(name);
        }
    }

    private long Grace(ResourceKind kind, JsonObject content)
    {
        // A pod without a node, or a finished one, needs no grace period.
        if (kind != ResourceKinds.Pods || content["spec"]?["nodeName"] is null || ObjectMetadata.Text(content["status"]?["phase"]) is "Succeeded" or "Failed")
        {
            return 0;
        }

        return GraceSeconds ?? (content["spec"]?["terminationGracePeriodSeconds"] as JsonValue)?.GetValue<long>() ?? DefaultGrace;
    }
}
