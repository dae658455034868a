using System.Text.Json.Nodes;

namespace Release.Sandbox.Kubernetes.Fields;

/// <summary>The answer to an apply that would change what others own.</summary>
internal static class ApplyConflict
{
    /// <param name="conflicts">The owner as messages name it, and the path of the field.</param>
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
