using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Runs;

/// <summary>JSON of workflows, runs and jobs, for the API and for webhooks.</summary>
internal static class ActionsJson
{
    public static JsonObject Workflow(IGitHubView view, AppRepository repository, WorkflowFile workflow)
    {
        var id = workflow.IdIn(repository.Name);
        var page = RepositoryJson.Page(view, repository);
        return new JsonObject
        {
            ["id"] = id,
            ["node_id"] = Ids.Node("Workflow", Text(id)),
            ["name"] = workflow.Name,
            ["path"] = workflow.Path,
            ["state"] = "active",
            ["created_at"] = "2024-01-08T09:00:00Z",
            ["updated_at"] = "2024-01-08T09:00:00Z",
            ["url"] = $"{RepositoryJson.Url(view, repository)}/actions/workflows/{id}",
            ["html_url"] = $"{page}/blob/{SandboxGitHub.DefaultBranch}/{workflow.Path}",
            ["badge_url"] = $"{page}/workflows/{workflow.Name}/badge.svg",
        };
    }

    public static JsonObject Run(IGitHubView view, AppRepository repository, WorkflowRun run)
    {
        var workflow = WorkflowFile.Of(run);
        var api = RepositoryJson.Url(view, repository);
        var url = UrlOf(view, repository, run);
        var suite = Ids.Number("check_suite", Text(run.Id));
        var body = new JsonObject
        {
            ["id"] = run.Id,
            ["name"] = workflow.Name,
            ["node_id"] = Ids.Node("WorkflowRun", Text(run.Id)),
            ["check_suite_id"] = suite,
            ["check_suite_node_id"] = Ids.Node("CheckSuite", Text(suite)),
            ["head_branch"] = run.HeadBranch,
            ["head_sha"] = run.HeadSha,
            ["path"] = workflow.Path,
            ["run_number"] = run.Number,
            ["run_attempt"] = 1,
            ["display_title"] = run.Title,
            ["event"] = run.Event,
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["workflow_id"] = workflow.IdIn(repository.Name),
            ["url"] = url,
            ["html_url"] = PageOf(view, repository, run),
            ["pull_requests"] = new JsonArray(),
            ["created_at"] = Times.Iso(run.CreatedAt),
            ["updated_at"] = Times.Iso(run.UpdatedAt),
            ["run_started_at"] = Times.Iso(run.CreatedAt),
            ["actor"] = Actor(view, run),
            ["triggering_actor"] = Actor(view, run),
            ["referenced_workflows"] = new JsonArray(),
            ["previous_attempt_url"] = null,
            ["check_suite_url"] = $"{api}/check-suites/{suite}",
            ["workflow_url"] = $"{api}/actions/workflows/{workflow.IdIn(repository.Name)}",
        };
        foreach (var part in new[] { "jobs", "logs", "artifacts", "cancel", "rerun" })
        {
            body[$"{part}_url"] = $"{url}/{part}";
        }

        body["head_commit"] = repository.Git.Peel(run.HeadSha) is { } commit ? HeadCommit(commit) : null;
        body["repository"] = RepositoryJson.Minimal(view, repository);
        body["head_repository"] = RepositoryJson.Minimal(view, repository);
        body["head_repository_id"] = body["repository"]!["id"]!.GetValue<long>();
        return body;
    }

    public static JsonObject Job(IGitHubView view, AppRepository repository, WorkflowRun run)
    {
        var workflow = WorkflowFile.Of(run);
        var id = run.Id * 2;
        var url = $"{RepositoryJson.Url(view, repository)}/actions/jobs/{id}";
        return new JsonObject
        {
            ["id"] = id,
            ["run_id"] = run.Id,
            ["workflow_name"] = workflow.Name,
            ["head_branch"] = run.HeadBranch,
            ["run_url"] = UrlOf(view, repository, run),
            ["run_attempt"] = 1,
            ["node_id"] = Ids.Node("CheckRun", Text(id)),
            ["head_sha"] = run.HeadSha,
            ["url"] = url,
            ["html_url"] = $"{PageOf(view, repository, run)}/job/{id}",
            ["status"] = run.Status,
            ["conclusion"] = run.Conclusion,
            ["created_at"] = Times.Iso(run.CreatedAt),
            ["started_at"] = Times.Iso(run.CreatedAt),
            ["completed_at"] = run.Stage is RunStage.Completed ? Times.Iso(run.UpdatedAt) : null,
            ["name"] = workflow.Job,
            ["steps"] = new JsonArray([.. RunSteps.Of(run).Select(step => new JsonObject
            {
                ["name"] = step.Name,
                ["status"] = step.Status,
                ["conclusion"] = step.Conclusion,
                ["number"] = step.Number,
                ["started_at"] = step.Status == "queued" ? null : Times.Iso(run.CreatedAt),
                ["completed_at"] = step.Status == "completed" ? Times.Iso(run.UpdatedAt) : null,
            })]),
            ["check_run_url"] = $"{RepositoryJson.Url(view, repository)}/check-runs/{id}",
            ["labels"] = new JsonArray("ubuntu-latest"),
            ["runner_id"] = 1,
            ["runner_name"] = "GitHub Actions 1",
            ["runner_group_id"] = 0,
            ["runner_group_name"] = "GitHub Actions",
        };
    }

    public static string UrlOf(IGitHubView view, AppRepository repository, WorkflowRun run) => $"{RepositoryJson.Url(view, repository)}/actions/runs/{run.Id}";

    public static string PageOf(IGitHubView view, AppRepository repository, WorkflowRun run) => $"{RepositoryJson.Page(view, repository)}/actions/runs/{run.Id}";

    private static JsonNode? Actor(IGitHubView view, WorkflowRun run) => UserJson.Simple(view, run.Actor) ?? UserJson.Simple(view, People.Machine);

    private static JsonObject HeadCommit(GitCommit commit) => new()
    {
        ["id"] = commit.Sha,
        ["tree_id"] = commit.Tree,
        ["message"] = commit.Message,
        ["timestamp"] = Times.Iso(commit.Committer.Time),
        ["author"] = new JsonObject { ["name"] = commit.Author.Name, ["email"] = commit.Author.Email },
        ["committer"] = new JsonObject { ["name"] = commit.Committer.Name, ["email"] = commit.Committer.Email },
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
