namespace Release.Core.Deployments;

/// <summary>What the outside says of a sub-step now: a hook, a migration Job, a node of a workflow.</summary>
/// <param name="Kind">PreSync, Sync, PostSync, Job, Workflow node …</param>
/// <param name="Name">For people, for example <c>PreSync Job whitehall-upload-assets</c>; with the kind its identity within the step.</param>
/// <param name="Phase">Where it is.</param>
/// <param name="Message">The outside's own words; null when it said nothing.</param>
/// <param name="StartedAt">Null when unknown: then the time it was first seen running counts.</param>
/// <param name="FinishedAt">Null when it has not ended or the time is unknown.</param>
/// <param name="Log">Its output so far; null when none was read this time, which keeps what was read before.</param>
/// <param name="FailingLine">Zero-based line of the log that shows the failure.</param>
public sealed record StepTaskReport(
    string Kind,
    string Name,
    StepTaskPhase Phase,
    string? Message = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? FinishedAt = null,
    string? Log = null,
    int? FailingLine = null);
