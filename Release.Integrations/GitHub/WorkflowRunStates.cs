using Release.Core.Sources;

namespace Release.Integrations.GitHub;

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
