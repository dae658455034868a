using System.Text.Json.Nodes;
using Release.Integrations.SmokeTests;

namespace Release.Tests.Integration.Clusters;

/// <summary>The manifests in <c>deploy/kubernetes</c>, as people apply them.</summary>
internal static class RbacManifests
{
    public const string Base = "rbac.yaml";
    public const string Engine = "rbac-engine.yaml";
    public const string SmokeTests = "rbac-smoke-tests.yaml";

    public static IReadOnlyList<string> All { get; } = [Base, Engine, SmokeTests];

    /// <summary>The documents of one file, in their order.</summary>
    public static IReadOnlyList<JsonObject> Read(string file) =>
        [.. File.ReadAllText(Path.Combine(Root(), "deploy", "kubernetes", file)).Split("\n---\n").Select(document => YamlManifest.Read(document, file, text => text))];

    /// <summary>Everything that a file grants, one verb after the other.</summary>
    public static IEnumerable<GrantedRight> RightsOf(string file)
    {
        var documents = Read(file);
        return from role in documents
               where Kind(role) is "Role" or "ClusterRole"
               from rule in role["rules"]!.AsArray()
               from @group in Texts(rule!["apiGroups"])
               from resource in Texts(rule["resources"])
               from verb in Texts(rule["verbs"])
               select new GrantedRight(file, Name(role), IsBoundEverywhere(documents, role), @group, resource, verb);
    }

    /// <summary>Takes one verb on one resource out of a role, and leaves the rest.</summary>
    public static void Remove(JsonObject document, GrantedRight right)
    {
        if (Name(document) != right.Role || document["rules"] is not JsonArray rules)
        {
            return;
        }

        foreach (var rule in rules.Where(rule => Texts(rule!["resources"]).Contains(right.Resource)).ToList())
        {
            var (resources, verbs) = (rule!["resources"]!.AsArray(), rule["verbs"]!.AsArray());
            resources.Remove(resources.Single(resource => (string?)resource == right.Resource));
            if (resources.Count == 0)
            {
                rules.Remove(rule);
            }

            var rest = verbs.Where(verb => (string?)verb != right.Verb).Select(verb => verb!.DeepClone()).ToArray();
            if (rest.Length > 0)
            {
                rules.Add(new JsonObject { ["apiGroups"] = rule["apiGroups"]!.DeepClone(), ["resources"] = new JsonArray(right.Resource), ["verbs"] = new JsonArray(rest) });
            }
        }
    }

    public static string Kind(JsonObject document) => (string)document["kind"]!;

    public static string Name(JsonObject document) => (string)document["metadata"]!["name"]!;

    private static bool IsBoundEverywhere(IEnumerable<JsonObject> documents, JsonObject role) =>
        documents.Any(document => Kind(document) == "ClusterRoleBinding" && (string?)document["roleRef"]!["name"] == Name(role));

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. list!.AsArray().Select(text => (string)text!)];

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "Release.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("Release.sln is not above the tests.");
        }

        return directory.FullName;
    }
}
