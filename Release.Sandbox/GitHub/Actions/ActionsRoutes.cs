using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Web;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>GitHub Actions: workflows, their runs, and dispatches. Source: https://docs.github.com/rest/actions</summary>
/// <param name="environments">The allowed values of the input <c>environment</c> of <c>deploy.yml</c>.</param>
internal sealed class ActionsRoutes(WorkflowRuns runs, WorkflowRunner runner, IReadOnlyList<string> environments, TimeProvider time) : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/actions/workflows", ListWorkflowsAsync),
        new("GET", "/repos/{owner}/{repo}/actions/workflows/{workflow}", ShowWorkflowAsync),
        new("GET", "/repos/{owner}/{repo}/actions/workflows/{workflow}/runs", ListRunsOfWorkflowAsync),
        new("POST", "/repos/{owner}/{repo}/actions/workflows/{workflow}/dispatches", DispatchAsync),
        new("GET", "/repos/{owner}/{repo}/actions/runs", ListRunsAsync),
        new("GET", "/repos/{owner}/{repo}/actions/runs/{id}", ShowRunAsync),
        new("GET", "/repos/{owner}/{repo}/actions/runs/{id}/jobs", ListJobsAsync),
        new("POST", "/repos/{owner}/{repo}/actions/runs/{id}/cancel", CancelAsync),
        new("GET", "/{owner}/{repo}/actions/runs/{id}", ShowPageAsync) { Web = true },
        new("GET", "/{owner}/{repo}/actions/runs/{id}/job/{job}", ShowPageAsync) { Web = true },
    ];

    private static async Task<GitHubResponse> ListWorkflowsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return Paging.Counted(call, "workflows", WorkflowFile.All, workflow => ActionsJson.Workflow(call, repository, workflow));
    }

    private static async Task<GitHubResponse> ShowWorkflowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return GitHubResponse.Json(ActionsJson.Workflow(call, repository, WorkflowOf(call, repository)));
    }

    private async Task<GitHubResponse> ListRunsOfWorkflowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var workflow = WorkflowOf(call, repository);
        return ListRuns(call, repository, runs.Of(repository.Name).Where(run => run.Workflow == workflow.File));
    }

    private async Task<GitHubResponse> ListRunsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return ListRuns(call, repository, runs.Of(repository.Name));
    }

    private static GitHubResponse ListRuns(GitHubRequest call, AppRepository repository, IEnumerable<WorkflowRun> all) =>
        Paging.Counted(call, "workflow_runs", [.. RunFilter.Apply(all, call)], run => ActionsJson.Run(call, repository, run));

    private async Task<GitHubResponse> ShowRunAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return GitHubResponse.Json(ActionsJson.Run(call, repository, RunOf(call, repository)));
    }

    private async Task<GitHubResponse> ListJobsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return Paging.Counted(call, "jobs", [RunOf(call, repository)], run => ActionsJson.Job(call, repository, run));
    }

    private async Task<GitHubResponse> DispatchAsync(GitHubRequest call)
    {
        call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var workflow = WorkflowOf(call, repository);
        if (workflow != WorkflowFile.Deploy)
        {
            throw GitHubException.Unprocessable("Workflow does not have 'workflow_dispatch' trigger");
        }

        var request = DispatchRequest.Read(await call.ReadJsonAsync(), environments);
        var (branch, head) = HeadOf(repository, request.Ref) ?? throw GitHubException.Unprocessable($"No ref found for: {request.Ref}");
        var run = runner.Start(new WorkflowRun
        {
            Id = 0,
            Number = 0,
            Repository = repository.Name,
            Workflow = workflow.File,
            Event = "workflow_dispatch",
            HeadBranch = branch,
            HeadSha = head,
            Title = DeployWorkflow.TitleOf(request.GitRef, request.Environment),
            Actor = call.Actor.Login,
            CreatedAt = time.GetUtcNow(),
            UpdatedAt = time.GetUtcNow(),
            Environment = request.Environment,
            GitRef = request.GitRef,
            ImageTag = await DeployWorkflow.TagOfAsync(repository, request.GitRef, call.Cancelled),
        });
        return !request.ReturnRunDetails
            ? GitHubResponse.NoContent
            : GitHubResponse.Json(new JsonObject
            {
                ["workflow_run_id"] = run.Id,
                ["run_url"] = ActionsJson.UrlOf(call, repository, run),
                ["html_url"] = ActionsJson.PageOf(call, repository, run),
            });
    }

    private async Task<GitHubResponse> CancelAsync(GitHubRequest call)
    {
        call.RequireWriter();
        var run = RunOf(call, await call.RepositoryAsync());
        return runner.Cancel(run)
            ? GitHubResponse.Json(new JsonObject(), StatusCodes.Status202Accepted)
            : throw GitHubException.Conflict("Cannot cancel a workflow run that is completed.");
    }

    private async Task<GitHubResponse> ShowPageAsync(GitHubRequest call)
    {
        var run = RunOf(call, await call.RepositoryAsync());
        var steps = string.Concat(RunSteps.Of(run).Select(step =>
            $"<tr><td>{SitePage.Text(step.Name)}</td><td>{SitePage.Text(step.Conclusion ?? step.Status.Replace('_', ' '))}</td></tr>"));
        var failure = run.Failure is { } why ? $"<pre>{SitePage.Text(why)}</pre>" : "";
        return SitePage.Show(
            run.Title,
            $"<p>{SitePage.Text(WorkflowFile.Of(run).Name)} #{run.Number} of {SitePage.Link($"/{GitHub.SandboxGitHub.Organisation}/{run.Repository}", run.Repository)}, started by {SitePage.Text(run.Actor)}: "
            + $"<strong>{SitePage.Text(run.Conclusion ?? run.Status.Replace('_', ' '))}</strong></p><table>{steps}</table>{failure}");
    }

    private static WorkflowFile WorkflowOf(GitHubRequest call, AppRepository repository) =>
        WorkflowFile.Find(repository.Name, call.Value("workflow")) ?? throw GitHubException.NotFound();

    private WorkflowRun RunOf(GitHubRequest call, AppRepository repository) =>
        runs.Find(repository.Name, call.Number("id")) ?? throw GitHubException.NotFound();

    /// <summary>The branch or tag, short or in full, and its commit.</summary>
    private static (string Name, string Sha)? HeadOf(AppRepository repository, string reference)
    {
        var all = repository.Git.Refs.Read();
        foreach (var prefix in (string[])["refs/heads/", "refs/tags/"])
        {
            var name = reference.StartsWith(prefix, StringComparison.Ordinal) ? reference[prefix.Length..] : reference;
            if (all.TryGetValue(prefix + name, out var sha) && repository.Git.Peel(sha) is { } commit)
            {
                return (name, commit.Sha);
            }
        }

        return null;
    }
}
