using System.Globalization;
using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub;

/// <summary>The application's own workflow through GitHub Actions (contracts §9).</summary>
internal sealed class GitHubBuilds(GitHubApi api, TimeProvider clock) : IBuilds
{
    private const int MostPages = 5;

    /// <summary>Clocks differ, and GitHub's times are in whole seconds.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    public async Task<BuildRun> DispatchAsync(BuildRequest request, CancellationToken cancellationToken)
    {
        string[] values = [request.Repository.Owner, request.Repository.Name, Workflow];
        var body = new Dictionary<string, object>
        {
            ["ref"] = request.DefaultBranch,
            ["inputs"] = new Dictionary<string, object> { ["environment"] = request.Environment.Value, ["gitRef"] = request.Reference.Value },
            ["return_run_details"] = true,
        };
        // Older servers ignore return_run_details and send an empty answer.
        var details = await api.SendAsync(
            GitHubRoutes.Dispatch, $"workflow {Workflow} of {request.Repository}",
            client => client.PostAsync<DispatchedRun>(GitHubRoutes.Dispatch.Of(values), body), cancellationToken);
        return new BuildRun(details?.WorkflowRunId, details?.HtmlUrl, BuildState.Queued, clock.GetUtcNow());
    }

    public async Task<BuildRun?> FindAsync(SourceRepository repository, long runId, CancellationToken cancellationToken)
    {
        string[] values = [repository.Owner, repository.Name, runId.ToString(CultureInfo.InvariantCulture)];
        var run = await api.FindAsync(GitHubRoutes.WorkflowRun, $"run {runId} of {repository}", client => client.GetAsync<WorkflowRunObject>(values), cancellationToken);
        return run is null ? null : Map(run);
    }

    public async Task<BuildRun?> FindDispatchedAsync(BuildRequest request, DateTimeOffset since, IReadOnlySet<long> taken, CancellationToken cancellationToken)
    {
        // Newest first, and only as many pages as needed. Not with GitHub's filter by date: its format is not allowed by
        // GitHub's own description, and each query would be a different one, which GitHub cannot answer with "not modified".
        var from = Floor(since - ClockTolerance);
        WorkflowRunObject? oldest = null;
        for (var (number, seen) = (1, 0); number <= MostPages; number++)
        {
            if (await PageAsync(request, number, cancellationToken) is not { WorkflowRuns: { Count: > 0 } runs } page)
            {
                break;
            }

            oldest = runs.LastOrDefault(run => IsDispatched(run, request) && run.CreatedAt >= from && !taken.Contains(run.Id)) ?? oldest;
            seen += runs.Count;
            if (seen >= page.TotalCount || runs.Any(run => run.CreatedAt < from))
            {
                break;
            }
        }

        return oldest is null ? null : Map(oldest);
    }

    private Task<WorkflowRunsPage?> PageAsync(BuildRequest request, int number, CancellationToken cancellationToken) => api.FindAsync(
        GitHubRoutes.WorkflowRuns, $"the runs of workflow {Workflow} of {request.Repository}",
        client => client.GetAsync<WorkflowRunsPage>(
            [request.Repository.Owner, request.Repository.Name, Workflow],
            ("event", "workflow_dispatch"), ("branch", request.DefaultBranch), ("per_page", "50"), ("page", $"{number}")),
        cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);

    private string Workflow => api.Options.DeployWorkflow;

    private static bool IsDispatched(WorkflowRunObject run, BuildRequest request) =>
        run.Event is null or "workflow_dispatch" && (run.HeadBranch is null || run.HeadBranch == request.DefaultBranch);

    private static DateTimeOffset Floor(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static BuildRun Map(WorkflowRunObject run) => new(run.Id, run.HtmlUrl, WorkflowRunStates.Of(run.Status, run.Conclusion), run.UpdatedAt);
}
