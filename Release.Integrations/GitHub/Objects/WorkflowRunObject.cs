using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>The dispatched run, if the server returns it.</summary>
internal sealed record DispatchedRun(long WorkflowRunId, string? HtmlUrl);

/// <param name="Status">queued, requested, waiting, pending, in_progress or completed.</param>
/// <param name="Conclusion">Once completed: success, neutral, failure, timed_out, startup_failure, action_required, cancelled, skipped or stale.</param>
internal sealed record WorkflowRunObject(
    long Id, string? HtmlUrl, string? Status, string? Conclusion, string? Event, string? HeadBranch, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="TotalCount">The number of runs on all pages.</param>
internal sealed record WorkflowRunsPage(int TotalCount, IReadOnlyList<WorkflowRunObject> WorkflowRuns);

/// <summary>
/// Maps a workflow run's status and conclusion to a build state. The status says how far a run is; a completed run also has
/// a conclusion, which says how it ended (https://docs.github.com/rest/actions/workflow-runs).
/// </summary>
internal static class WorkflowRunStates
{
    public static BuildState Of(string? status, string? conclusion) => (status, conclusion) switch
    {
        ("completed", "success" or "neutral") => BuildState.Succeeded,
        ("completed", "cancelled" or "skipped" or "stale") => BuildState.Cancelled,

        // It waits for somebody's approval and then continues.
        ("completed", "action_required") => BuildState.Queued,

        // An unknown conclusion does not count as a success.
        ("completed", _) => BuildState.Failed,
        ("in_progress", _) => BuildState.Running,
        _ => BuildState.Queued,
    };
}
