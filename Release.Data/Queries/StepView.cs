using Release.Core.Deployments;

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
    FailureKind? Failure);
