using Release.Core.Promotion;
using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>A deployment with its steps and, once decided, its promotion.</summary>
internal sealed record DeploymentDetailView(
    Guid Id,
    string Application,
    string Environment,
    string Version,
    string Trigger,
    string Status,
    string RequestedBy,
    string? Reason,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? FailureReason,
    Guid? PromotedFrom,
    Guid? SupersededBy,
    string? Reference,
    string? SourceCommit,
    string? ReplacedVersion,
    BuildView? Build,
    bool PromoteRequested,
    string? ConfigCommit,
    IReadOnlyList<DeploymentStepView> Steps,
    PromotionView? Promotion)
{
    public static DeploymentDetailView Of(DeploymentDetail detail)
    {
        var deployment = detail.Summary;
        return new(
            deployment.Id,
            deployment.Application,
            deployment.Environment,
            deployment.Version,
            deployment.Trigger.Word(),
            deployment.Status.Word(),
            deployment.RequestedBy,
            deployment.Reason,
            deployment.CreatedAt.UtcDateTime,
            deployment.StartedAt?.UtcDateTime,
            deployment.FinishedAt?.UtcDateTime,
            deployment.FailureReason,
            deployment.PromotedFrom,
            deployment.SupersededBy,
            deployment.Reference,
            deployment.SourceCommit,
            deployment.ReplacedVersion,
            BuildView.Of(deployment.Build),
            detail.PromoteRequested,
            detail.ConfigCommit,
            [.. detail.Steps.Select(DeploymentStepView.Of)],
            detail.Promotion is { } decision ? PromotionView.Of(decision) : null);
    }
}
