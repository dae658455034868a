using Release.Core.Deployments;

namespace Release.Core.Intake;

/// <summary>What became of a <see cref="DeployRequest"/>.</summary>
public abstract record IntakeResult
{
    private IntakeResult()
    {
    }

    /// <summary>It is queued and will be carried out.</summary>
    public sealed record Accepted(Deployment Deployment) : IntakeResult;

    /// <summary>The same is being done already; nothing new was made.</summary>
    public sealed record AlreadyUnderWay(Deployment Deployment) : IntakeResult;

    /// <param name="Field">The field of the request that is at fault: application, environment or version.</param>
    /// <param name="Reason">Why, and what to do.</param>
    public sealed record Refused(string Field, string Reason) : IntakeResult;
}
