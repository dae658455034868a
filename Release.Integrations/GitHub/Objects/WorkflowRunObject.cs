using System.Globalization;
using System.Net;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>What was asked for, where the server says so.</summary>
internal sealed record DispatchedRun(long WorkflowRunId, string? HtmlUrl);

/// <param name="Status">queued, requested, waiting, pending, in_progress or completed.</param>
/// <param name="Conclusion">Once completed: success, neutral, failure, timed_out, startup_failure, action_required, cancelled, skipped or stale.</param>
internal sealed record WorkflowRunObject(
    long Id, string? HtmlUrl, string? Status, string? Conclusion, string? Event, string? HeadBranch, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="TotalCount">On all pages.</param>
internal sealed record WorkflowRunsPage(int TotalCount, IReadOnlyList<WorkflowRunObject> WorkflowRuns);

/// <summary>
/// A workflow run in one word, whether it was asked for or told of. GitHub's status says how far a run is, its conclusion
/// how it ended; a completed run has one (https://docs.github.com/rest/actions/workflow-runs).
/// </summary>
internal static class WorkflowRunStates
{
    public static BuildState Of(string? status, string? conclusion) => (status, conclusion) switch
    {
        ("completed", "success" or "neutral") => BuildState.Succeeded,
        ("completed", "cancelled" or "skipped" or "stale") => BuildState.Cancelled,

        // It waits for somebody's approval, and goes on then.
        ("completed", "action_required") => BuildState.Queued,

        // An end that is not known to be a good one is none.
        ("completed", _) => BuildState.Failed,
        ("in_progress", _) => BuildState.Running,
        _ => BuildState.Queued,
    };
}
