using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>JSON of check runs.</summary>
internal static class CheckJson
{
    public static JsonNode Run(IGitHubView view, AppRepository repository, GitCommit commit, CheckRun run)
    {
        var id = run.Id.ToString(CultureInfo.InvariantCulture);
        var url = $"{RepositoryJson.Url(view, repository)}/check-runs/{id}";
        var page = run.DetailsUrl switch
        {
            null => CommitJson.Page(view, repository, commit.Sha),
            ['/', ..] path => view.Web + path,
            var address => address,
        };
        return new JsonObject
        {
            ["id"] = run.Id,
            ["head_sha"] = commit.Sha,
            ["node_id"] = Ids.Node("CheckRun", id),
            ["external_id"] = id,
            ["url"] = url,
            ["html_url"] = page,
            ["details_url"] = page,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["started_at"] = Times.Iso(run.StartedAt),
            ["completed_at"] = Times.Iso(run.CompletedAt),
            ["output"] = new JsonObject { ["title"] = null, ["summary"] = null, ["text"] = null, ["annotations_count"] = 0, ["annotations_url"] = $"{url}/annotations" },
            ["name"] = run.Name,
            ["check_suite"] = new JsonObject { ["id"] = Ids.Number("suite", commit.Sha) },
            ["app"] = Actions(view),
            ["pull_requests"] = new JsonArray(),
        };
    }

    private static JsonObject Actions(IGitHubView view) => new()
    {
        ["id"] = 15_368,
        ["slug"] = "github-actions",
        ["node_id"] = Ids.Node("App", "github-actions"),
        ["client_id"] = "Iv1.sandbox-actions",
        ["owner"] = UserJson.Owner(view),
        ["name"] = "GitHub Actions",
        ["description"] = "Automate your workflow from idea to production",
        ["external_url"] = $"{view.Web}/features/actions",
        ["html_url"] = $"{view.Web}/apps/github-actions",
        ["created_at"] = "2020-03-02T09:00:00Z",
        ["updated_at"] = "2026-01-05T09:00:00Z",
        ["permissions"] = new JsonObject { ["checks"] = "write", ["contents"] = "read" },
        ["events"] = new JsonArray(),
    };
}
