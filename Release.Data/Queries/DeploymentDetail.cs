using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <summary>A deployment with all that its page shows, less the logs' text.</summary>
public sealed record DeploymentDetail(
    DeploymentSummary Summary,
    bool PromoteRequested,
    string? ConfigCommit,
    IReadOnlyList<StepView> Steps,
    PromotionDecision? Promotion);
