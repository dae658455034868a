using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <summary>A deployment as a line of a list.</summary>
public sealed record DeploymentSummary(
    Guid Id,
    string Application,
    string Environment,
    string Version,
    Trigger Trigger,
    DeploymentStatus Status,
    string RequestedBy,
    string? Reason,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? FailureReason,
    Guid? PromotedFrom,
    Guid? SupersededBy);
