using System.Linq.Expressions;
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
    Guid? SupersededBy)
{
    /// <summary>For queries.</summary>
    internal static readonly Expression<Func<Deployment, DeploymentSummary>> Projection = deployment => new DeploymentSummary(
        deployment.Id,
        deployment.Application.Value,
        deployment.Environment.Value,
        deployment.Version.Value,
        deployment.Trigger,
        deployment.Status,
        deployment.RequestedBy,
        deployment.Reason,
        deployment.CreatedAt,
        deployment.StartedAt,
        deployment.FinishedAt,
        deployment.FailureReason,
        deployment.PromotedFrom,
        deployment.SupersededBy);

    private static readonly Func<Deployment, DeploymentSummary> s_of = Projection.Compile();

    public static DeploymentSummary Of(Deployment deployment) => s_of(deployment);
}
