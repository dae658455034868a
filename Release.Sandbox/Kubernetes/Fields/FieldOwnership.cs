using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>Who owns which field after an ordinary write (create, replace, patch): who changes a field has it from then on.</summary>
internal static class FieldOwnership
{
    /// <param name="before">Empty for a creation.</param>
    /// <param name="after">Gets the new <c>metadata.managedFields</c>.</param>
    /// <param name="manager">Who writes.</param>
    public static void Track(ResourceKind kind, JsonObject before, JsonObject after, string manager, string subresource, DateTimeOffset now)
    {
        var metadata = after["metadata"]!.AsObject();
        var owners = Known(before, metadata, subresource);
        var difference = FieldReader.Compare(before, after, SchemaBook.Of(kind));
        if (!difference.IsEmpty)
        {
            Take(owners, new FieldOwner(manager, FieldOwner.Update, kind.ApiVersion, subresource), difference, now);
        }

        FieldOwner.Write(metadata, owners);
    }

    /// <summary>For objects written before anybody kept owners: all they have belongs to one that is called <c>before-first-apply</c>.</summary>
    public static void AssumeOwner(List<FieldOwner> owners, ResourceKind kind, JsonObject live, DateTimeOffset now)
    {
        if (owners.Count == 0)
        {
            var difference = FieldReader.Compare([], live, SchemaBook.Of(kind));
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

    /// <summary>The owners that the writer sent count, so that they can be set by hand; one empty entry takes all away.</summary>
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

/// <summary>What differs between two states of an object.</summary>
internal sealed class FieldDifference
{
    /// <summary>Added or modified.</summary>
    public FieldSet Changed { get; } = new();

    public FieldSet Removed { get; } = new();

    public bool IsEmpty => Changed.IsEmpty && Removed.IsEmpty;
}
