using System.Text.Json;

namespace Release.Tests.Support.Webhooks;

/// <summary>GitHub's own payloads, from <c>@octokit/webhooks-examples</c>: of github.com and of Enterprise Servers.</summary>
internal static class GitHubExamples
{
    public static readonly string[] Editions = ["api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"];

    /// <summary>The package has none of <c>registry_package</c>: in its place its examples of <c>package</c>, under that event's key.</summary>
    public static IEnumerable<(string Edition, string Payload)> Of(string eventName)
    {
        foreach (var edition in Editions)
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), edition, "index.json")));
            var definition = file.RootElement.EnumerateArray()
                .FirstOrDefault(each => each.GetProperty("name").GetString() == (eventName == "registry_package" ? "package" : eventName));
            if (definition.ValueKind is not JsonValueKind.Object)
            {
                continue;
            }

            foreach (var example in definition.GetProperty("examples").EnumerateArray())
            {
                var text = example.GetRawText();
                yield return (edition, eventName == "registry_package" ? text.Replace("\"package\":", "\"registry_package\":", StringComparison.Ordinal) : text);
            }
        }
    }

    private static string Folder() => Path.Combine(SourceTree.NodeFolder, "node_modules", "@octokit", "webhooks-examples");
}
