using System.Globalization;
using System.Net;
using System.Text.Json;
using Release.Core.Changes;
using Release.Core.Ports;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub;

/// <summary>The application's own workflow through GitHub Actions (contracts §9).</summary>
internal sealed class GitHubBuilds(GitHubClient client, TimeProvider time) : IBuilds
{
    private const int MostPages = 5;

    /// <summary>Clocks differ, and GitHub counts in whole seconds.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    public async Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken)
    {
        var body = new DispatchBody(request.DefaultBranch, new DispatchBody.Wishes(request.Environment.Value, request.Reference.Value));
        var call = GitHubRequest.For(
            GitHubRoutes.Dispatch, $"workflow {Workflow} of {request.Repository}", request.Repository.Owner, request.Repository.Name, Workflow) with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, GitHubJson.Default.DispatchBody),
        };
        var answer = await client.SendAsync(call, cancellationToken);
        var details = answer.Status is HttpStatusCode.OK && answer.Body.Length > 0 ? client.Read(answer, call, GitHubJson.Default.DispatchedRun) : null;
        return new BuildRun(details?.WorkflowRunId, details?.HtmlUrl, BuildState.Queued, time.GetUtcNow());
    }

    public async Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken)
    {
        var request = GitHubRequest.For(GitHubRoutes.WorkflowRun, $"run {runId} of {repository}", repository.Owner, repository.Name, runId.ToString(CultureInfo.InvariantCulture));
        return await client.FindAsync(request, GitHubJson.Default.WorkflowRunObject, cancellationToken) is { } run ? Map(run) : null;
    }

    public async Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken)
    {
        // Newest first, by the page; without GitHub's filter of dates, whose shape its own description does not allow, and
        // which would make every question another one that cannot be answered with "not modified".
        var from = Floor(since - s_grace);
        var call = GitHubRequest.For(
            GitHubRoutes.WorkflowRuns, $"the runs of workflow {Workflow} of {request.Repository}", request.Repository.Owner, request.Repository.Name, Workflow)
            .With(("event", "workflow_dispatch"), ("branch", request.DefaultBranch), ("per_page", "50"));
        WorkflowRunObject? oldest = null;
        await foreach (var page in client.PagesAsync(call, GitHubJson.Default.WorkflowRunsPage, MostPages, cancellationToken))
        {
            oldest = page.WorkflowRuns.LastOrDefault(run => IsDispatched(run, request) && run.CreatedAt >= from && !taken.Contains(run.Id)) ?? oldest;
            if (page.WorkflowRuns.Any(run => run.CreatedAt < from))
            {
                break;
            }
        }

        return oldest is null ? null : Map(oldest);
    }

    private string Workflow => client.Options.DeployWorkflow;

    private static bool IsDispatched(WorkflowRunObject run, BuildRequest request) =>
        run.Event is null or "workflow_dispatch" && (run.HeadBranch is null || run.HeadBranch == request.DefaultBranch);

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static BuildRun Map(WorkflowRunObject run) => new(run.Id, run.HtmlUrl, WorkflowRunStates.Of(run.Status, run.Conclusion), run.UpdatedAt);
}
