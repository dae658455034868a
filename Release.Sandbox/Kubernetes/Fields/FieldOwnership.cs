using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>Field owners after an ordinary write (create, replace, patch): whoever changes a field owns it.</summary>
internal static class FieldOwnership
{
    /// <param name="before">Empty for a creation.</param>
    /// <param name="after">The object that gets the new <c>metadata.managedFields</c>.</param>
    /// <param name="manager">The field manager that writes.</param>
    public static void Track(ResourceKind kind, JsonObject before, JsonObject after, string manager, string subresource, DateTimeOffset now)
    {
        var metadata = after["metadata"]!.AsObject();
        var owners = Known(before, metadata, subresource);
        var difference = FieldReader.Compare(before, after, KindSchemas.Of(kind));
        if (!difference.IsEmpty)
        {
            Take(owners, new FieldOwner(manager, FieldOwner.Update, kind.ApiVersion, subresource), difference, now);
        }

        FieldOwner.Write(metadata, owners);
    }

    /// <summary>Objects without owners get one named <c>before-first-apply</c> that owns all their fields.</summary>
    public static void EnsureOwner(List<FieldOwner> owners, ResourceKind kind, JsonObject live, DateTimeOffset now)
    {
        if (owners.Count == 0)
        {
            var difference = FieldReader.Compare([], live, KindSchemas.Of(kind));
            Take(owners, new FieldOwner("before-first-apply", FieldOwner.Update, kind.ApiVersion, ""), difference, now);
        }
    }

    private static void Take(List<FieldOwner> owners, FieldOwner writer, FieldDifference difference, DateTimeOffset now)
    {
        var own = owners.Find(owner => owner.IsSame(writer));
        if (own is null)
        {
            owners.Add(own = writer);
        }

        foreach (var owner in owners)
        {
            if (owner != own)
            {
                owner.Fields.Remove(difference.Changed);
            }

            owner.Fields.Remove(difference.Removed);
        }

        own.Fields.Add(difference.Changed);
        own.Touch(now);
    }

    /// <summary>Owners in the written object are used, so that clients can set them; a single empty entry removes all.</summary>
    private static List<FieldOwner> Known(JsonObject before, JsonObject metadata, string subresource)
    {
        if (subresource.Length > 0)
        {
            return FieldOwner.Read(before["metadata"]);
        }

        if (metadata["managedFields"] is JsonArray { Count: 1 } sent && sent[0] is null or JsonObject { Count: 0 })
        {
            return [];
        }

        return FieldOwner.Read(metadata) is { Count: > 0 } given ? given : FieldOwner.Read(before["metadata"]);
    }
}

/// <summary>The difference between two states of an object.</summary>
internal sealed class FieldDifference
{
    /// <summary>Added or modified.</summary>
    public FieldSet Changed { get; } = new();

    public FieldSet Removed { get; } = new();

    public bool IsEmpty => Changed.IsEmpty && Removed.IsEmpty;
}
