using Release.Core.Deployments;
using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>A deployment as a line of a list, and the beginning of one with all that it has.</summary>
internal record DeploymentView(
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
    BuildView? Build)
{
    public static DeploymentView Of(DeploymentSummary deployment) => new(
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
        BuildView.Of(deployment.Build));

    public static DeploymentView Of(Deployment deployment) => Of(DeploymentSummary.Of(deployment));
}
