using System.Text.Json.Nodes;
using Release.Sandbox.Kubernetes.Schemas;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>
/// Server-side apply (kubernetes.io, "Server-Side Apply"): merges a manager's configuration into the live object, removes what it no
/// longer contains and nobody else owns, and refuses to change what others own unless forced.
/// </summary>
internal sealed class ServerSideApply(ResourceKind kind, JsonObject configuration, string manager, bool force, string subresource, DateTimeOffset now)
{
    private readonly SchemaType _type = KindSchemas.Of(kind);

    /// <param name="live">The live object, which is not modified; null when there is none yet.</param>
    /// <returns>The new object with its <c>metadata.managedFields</c>.</returns>
    /// <exception cref="KubernetesError">409 with the causes for a conflict, 400 for an invalid configuration.</exception>
    public JsonObject Apply(JsonObject? live)
    {
        if (configuration["metadata"]?["managedFields"] is JsonArray { Count: > 0 })
        {
            throw KubernetesError.BadRequest("metadata.managedFields must be nil");
        }

        var before = live ?? [];
        var owners = FieldOwner.Read(before["metadata"]);
        if (live is not null)
        {
            FieldOwnership.EnsureOwner(owners, kind, live, now);
        }

        var wanted = Wanted();
        var claimed = FieldReader.Read(wanted, _type);
        var me = new FieldOwner(manager, FieldOwner.Apply, kind.ApiVersion, subresource);
        var mine = owners.Find(owner => owner.IsSame(me));
        var former = mine?.Fields ?? new FieldSet();
        if (mine is null)
        {
            owners.Add(mine = me);
        }

        var merged = FieldMerge.Merge(before, wanted, _type);
        Prune(merged, former, claimed, [.. owners.Where(owner => owner != mine).Select(owner => owner.Fields)]);
        var difference = FieldReader.Compare(before, merged, _type);
        Resolve([.. owners.Where(owner => owner != mine)], difference);
        if (!mine.Fields.SetEquals(claimed) || !difference.IsEmpty || mine.ApiVersion != kind.ApiVersion)
        {
            owners.Remove(mine);
            mine = me;
            mine.Fields = claimed;
            mine.Touch(now);
            owners.Add(mine);
        }

        FieldOwner.Write(merged["metadata"]!.AsObject(), owners);
        return merged;
    }

    /// <summary>The part of the configuration that this scope may change.</summary>
    private JsonObject Wanted()
    {
        var wanted = configuration.DeepClone().AsObject();
        if (subresource.Length > 0)
        {
            foreach (var name in wanted.Select(field => field.Key).Where(name => name is not ("apiVersion" or "kind" or "metadata" or "status")).ToList())
            {
                wanted.Remove(name);
            }

            wanted["metadata"] = new JsonObject { ["name"] = wanted["metadata"]?["name"]?.DeepClone() };
        }
        else if (kind.HasStatus)
        {
            wanted.Remove("status");
        }

        return wanted;
    }

    private void Resolve(IReadOnlyList<FieldOwner> others, FieldDifference difference)
    {
        var conflicts = others.Select(owner => (Owner: owner, Fields: owner.Fields.Intersect(difference.Changed))).Where(conflict => !conflict.Fields.IsEmpty).ToList();
        if (conflicts.Count > 0 && !force)
        {
            throw ApplyConflict.Error([.. conflicts.SelectMany(conflict => conflict.Fields.Paths().Select(path => (conflict.Owner.Describe(), path)))]);
        }

        foreach (var owner in others)
        {
            owner.Fields.Remove(difference.Changed);
            owner.Fields.Remove(difference.Removed);
        }
    }

    /// <summary>Removes fields that this manager owned and no longer applies, unless somebody else owns them or parts of them.</summary>
    private void Prune(JsonObject merged, FieldSet former, FieldSet claimed, IReadOnlyList<FieldSet> others) =>
        Prune(merged, _type, former, [claimed, .. others]);

    // Metadata itself is never removed: it holds the name, which nobody owns.
    private static void Prune(JsonNode? value, SchemaType type, FieldSet former, IReadOnlyList<FieldSet> owned)
    {
        foreach (var (step, inner) in former.Children)
        {
            if (FieldMerge.Find(value, type, step) is not { } found)
            {
                continue;
            }

            var still = owned.Select(set => set.Find(step)).OfType<FieldSet>().Where(set => !set.IsEmpty).ToList();
            if (still.Count == 0 && step != "f:metadata")
            {
                FieldMerge.Remove(value!, type, step);
            }
            else
            {
                Prune(found.Value, found.Type, inner, still);
            }
        }
    }
}

/// <summary>The conflict error of an apply that would change fields of other owners.</summary>
internal static class ApplyConflict
{
    /// <param name="conflicts">Owner in the notation of messages, and path of the field.</param>
    public static KubernetesError Error(IReadOnlyList<(string Owner, string Path)> conflicts)
    {
        var causes = conflicts.Select(conflict => (JsonNode)new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with {conflict.Owner}",
            ["field"] = conflict.Path,
        });
        return new KubernetesError(409, "Conflict", $"Apply failed with {conflicts.Count} {(conflicts.Count == 1 ? "conflict" : "conflicts")}: {Describe(conflicts)}")
        {
            Details = new JsonObject { ["causes"] = new JsonArray([.. causes]) },
        };
    }

    private static string Describe(IReadOnlyList<(string Owner, string Path)> conflicts)
    {
        if (conflicts is [var only])
        {
            return $"conflict with {only.Owner}: {only.Path}";
        }

        var lines = conflicts.GroupBy(conflict => conflict.Owner).OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Select(conflict => $"- {conflict.Path}").Prepend($"conflicts with {group.Key}:"));
        return string.Join('\n', lines);
    }
}
