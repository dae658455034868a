using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Intake;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>
/// The one door to deployments for people and tokens: pages and API start and change deployments only through it. Every
/// method asks <see cref="AccessGuard"/> before it acts. Deployments that Release starts by itself (a release webhook, a
/// promotion) go to the intake directly.
/// </summary>
public sealed class DeployService
{
    private readonly AccessGuard _guard;
    private readonly VersionResolver _versions;
    private readonly DeployIntake _intake;
    private readonly DeploymentCommands _commands;
    private readonly IReleaseStore _store;

    internal DeployService(AccessGuard guard, VersionResolver versions, DeployIntake intake, DeploymentCommands commands, IReleaseStore store)
    {
        _guard = guard;
        _versions = versions;
        _intake = intake;
        _commands = commands;
        _store = store;
    }

    /// <summary>Deploys by hand, which is never promoted. An image that does not exist yet is built first.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cell">The application and the environment.</param>
    /// <param name="version">A tag, a branch or a commit, as typed.</param>
    /// <param name="reason">In the actor's own words.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OutsideException">The application is not known yet and the configuration repository cannot be asked.</exception>
    public async Task<DeployResult> DeployAsync(Actor actor, Cell cell, string version, string? reason, CancellationToken cancellationToken)
    {
        if (await RefusalAsync(actor, cell, cancellationToken) is { } forbidden)
        {
            return forbidden;
        }

        return await _versions.ResolveAsync(cell.Application, version, cancellationToken) switch
        {
            ResolvedVersion.Found found => await SubmitAsync(
                new DeployRequest(cell, found.Version, Trigger.Manual, Promote: false, actor.Name, reason)
                {
                    Reference = found.Reference,
                    SourceCommit = found.Commit,
                },
                cancellationToken),
            ResolvedVersion.Unknown unknown => new DeployResult.Refused(DeployResult.VersionField, unknown.Reason),
            ResolvedVersion.Away away => new DeployResult.Unavailable(away.Reason),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }

    /// <summary>Deploys an image on behalf of the workflow that built it (contracts §2).</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cell">The application and the environment.</param>
    /// <param name="version">The image's tag.</param>
    /// <param name="promote">True for a release, which is promoted; false for a person's run, which is not.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OutsideException">The application is not known yet and the configuration repository cannot be asked.</exception>
    public async Task<DeployResult> DeployBuiltAsync(Actor actor, Cell cell, ImageTag version, bool promote, CancellationToken cancellationToken)
    {
        var request = new DeployRequest(cell, version, promote ? Trigger.Continuous : Trigger.Manual, promote, actor.Name) { IsBuilt = true };
        return await RefusalAsync(actor, cell, cancellationToken) ?? await SubmitAsync(request, cancellationToken);
    }

    /// <summary>Resumes the newest deployment of a cell from its failed step.</summary>
    public Task<DeployResult> ResumeAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        CommandAsync(actor, id, () => _commands.ResumeAsync(id, actor.Name, cancellationToken), cancellationToken);

    /// <summary>Cancels a queued or running deployment. What it has committed to git stays.</summary>
    public Task<DeployResult> CancelAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        CommandAsync(actor, id, () => _commands.CancelAsync(id, actor.Name, cancellationToken), cancellationToken);

    /// <summary>Deploys the version that ran before this deployment; the result has the new deployment.</summary>
    public Task<DeployResult> RollbackAsync(Actor actor, Guid id, string? reason, CancellationToken cancellationToken) =>
        CommandAsync(actor, id, () => _commands.RollbackAsync(id, actor.Name, reason, cancellationToken), cancellationToken);

    private async Task<DeployResult> CommandAsync(Actor actor, Guid id, Func<Task<DeployResult>> command, CancellationToken cancellationToken)
    {
        if (await FindCellAsync(id, cancellationToken) is not { } cell)
        {
            return new DeployResult.NotFound(id);
        }

        return await RefusalAsync(actor, cell, cancellationToken) ?? await command();
    }

    private async Task<Cell?> FindCellAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var transaction = await _store.BeginAsync(cancellationToken);
        return (await transaction.FindDeploymentAsync(id, cancellationToken))?.Cell;
    }

    private async Task<DeployResult?> RefusalAsync(Actor actor, Cell cell, CancellationToken cancellationToken)
    {
        var decision = await _guard.DecideAsync(actor, AccessAction.Deploy, cell, cancellationToken);
        return decision.Allowed ? null : new DeployResult.Forbidden(decision.Reason);
    }

    private async Task<DeployResult> SubmitAsync(DeployRequest request, CancellationToken cancellationToken) =>
        await _intake.SubmitAsync(request, cancellationToken) switch
        {
            IntakeResult.Accepted accepted => new DeployResult.Accepted(accepted.Deployment),
            IntakeResult.AlreadyUnderWay same => new DeployResult.AlreadyUnderWay(same.Deployment),
            IntakeResult.Refused refused => new DeployResult.Refused(refused.Field, refused.Reason),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
}

/// <summary>The result of starting or changing a deployment. Reasons say what to do.</summary>
public abstract record DeployResult
{
    /// <summary>The <see cref="Refused.Field"/> of a version that is not known. The reason then begins with a verb, to follow the version.</summary>
    public const string VersionField = "version";

    private DeployResult()
    {
    }

    /// <param name="Deployment">The deployment now; for a rollback, the new one.</param>
    public sealed record Accepted(Deployment Deployment) : DeployResult;

    /// <param name="Deployment">The deployment that already does the same; no new one was made.</param>
    public sealed record AlreadyUnderWay(Deployment Deployment) : DeployResult;

    /// <param name="Reason">What the actor lacks, and who can help.</param>
    public sealed record Forbidden(string Reason) : DeployResult;

    /// <param name="Field">The wrong field: application, environment or version.</param>
    public sealed record Refused(string Field, string Reason) : DeployResult;

    /// <param name="Reason">Why the state of the deployment does not allow it.</param>
    public sealed record Conflict(string Reason) : DeployResult;

    /// <param name="Reason">Which system cannot be asked for the version, and what can still be deployed.</param>
    public sealed record Unavailable(string Reason) : DeployResult;

    /// <param name="Id">The deployment that does not exist.</param>
    public sealed record NotFound(Guid Id) : DeployResult;
}
