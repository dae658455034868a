using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Data.Queries;

public sealed record StepView(
    StepName Name,
    StepStatus Status,
    int Attempt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Message,
    int? ProgressDone,
    int? ProgressTotal,
    FailureKind? Failure)
{
    /// <summary>Since when what it needs outside cannot be reached; null while it can.</summary>
    public DateTimeOffset? OutsideSince { get; init; }

    /// <summary>Its sub-steps, in the order in which they were first seen.</summary>
    public IReadOnlyList<StepTaskView> Tasks { get; init; } = [];
}
