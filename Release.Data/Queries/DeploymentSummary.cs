using System.Linq.Expressions;
using Release.Core.Deployments;
using Release.Core.Sources;

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
    /// <summary>The version as requested, if that was not its tag.</summary>
    public string? Reference { get; init; }

    /// <summary>The application's commit; null while it is not known.</summary>
    public string? SourceCommit { get; init; }

    /// <summary>The version deployed there at the time of the request.</summary>
    public string? ReplacedVersion { get; init; }

    /// <summary>Null when the image existed.</summary>
    public BuildSummary? Build { get; init; }

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
        deployment.SupersededBy)
    {
        Reference = deployment.Reference,
        SourceCommit = deployment.SourceCommit,
        ReplacedVersion = deployment.ReplacedVersion == null ? null : deployment.ReplacedVersion.Value,
        Build = deployment.Build == null ? null : new BuildSummary(deployment.Build.RunId, deployment.Build.Url, deployment.Build.State, deployment.Build.CalledBack),
    };

    private static readonly Func<Deployment, DeploymentSummary> s_of = Projection.Compile();

    public static DeploymentSummary Of(Deployment deployment) => s_of(deployment);
}

/// <summary>The run that builds a deployment's image.</summary>
/// <param name="RunId">GitHub's id of the run; null until it is known.</param>
/// <param name="Url">The run's page; null when the workflow called back without a request by Release.</param>
public sealed record BuildSummary(long? RunId, string? Url, BuildState State, bool CalledBack);
