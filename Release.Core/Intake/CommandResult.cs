using Release.Core.Deployments;

namespace Release.Core.Intake;

/// <summary>What became of a command on a deployment.</summary>
public abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <param name="Deployment">The deployment now; for a rollback, the new one.</param>
    public sealed record Done(Deployment Deployment) : CommandResult;

    public sealed record NotFound : CommandResult;

    /// <param name="Reason">Why it is not possible now, and what to do.</param>
    public sealed record Refused(string Reason) : CommandResult;
}
