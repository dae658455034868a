using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Sources;

namespace Release.Core.Intake;

/// <summary>The request to deploy a version to an environment, from a webhook, the API, a page or a promotion.</summary>
/// <param name="Promote">Whether to promote it to the next environment afterwards.</param>
/// <param name="RequestedBy">The person or machine token.</param>
/// <param name="Reason">In the requester's words.</param>
/// <param name="PromotedFrom">The deployment whose success triggered this one.</param>
internal sealed record DeployRequest(
    Cell Cell,
    ImageTag Version,
    Trigger Trigger,
    bool Promote,
    string RequestedBy,
    string? Reason = null,
    Guid? PromotedFrom = null)
{
    /// <summary>The version as requested, if that was not its tag.</summary>
    public string? Reference { get; init; }

    /// <summary>The commit of the version; null when it is not known.</summary>
    public CommitSha? SourceCommit { get; init; }

    /// <summary>Whether the request comes from the workflow that built the image, which therefore exists (contracts §2).</summary>
    public bool IsBuilt { get; init; }
}

/// <summary>The result of a <see cref="DeployRequest"/>.</summary>
internal abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It is queued and will be carried out.</summary>
    public sealed record Accepted(Deployment Deployment) : IntakeResult;

    /// <summary>An equal deployment exists already; nothing new was created.</summary>
    public sealed record AlreadyUnderWay(Deployment Deployment) : IntakeResult;

    /// <param name="Field">The field of the request that is at fault: application, environment or version.</param>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Refused(string Field, string Reason) : IntakeResult;
}
