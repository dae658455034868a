using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Intake;

/// <summary>
/// Admits every deployment. Checks a request, drops duplicates, decides what it supersedes, and stores the deployment,
/// its event and when its cell is due in one transaction. It does not authorise: people and tokens come through
/// <c>DeployService</c>, which does.
/// </summary>
internal sealed class DeployIntake(IReleaseStore store, IConfigRepository configRepository, EnvironmentOrder environments, TimeProvider clock)
{
    /// <summary>
    /// Within this time a second request for a succeeded release is a duplicate: GitHub and the release's own workflow, which
    /// calls as soon as it has pushed the image, both send one (ADR 0010).
    /// </summary>
    public static readonly TimeSpan ReleaseWindow = TimeSpan.FromMinutes(10);

    /// <exception cref="OutsideException">The application is not known yet and the configuration repository is unavailable.</exception>
    public async Task<IntakeResult> SubmitAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        if (EnvironmentProblem(request.Cell.Environment) is { } problem)
        {
            return new IntakeResult.Refused("environment", problem);
        }

        if (!await IsConfiguredAsync(request.Cell, cancellationToken))
        {
            return new IntakeResult.Refused(
                "application",
                $"The configuration repository has no image-tag file for {request.Cell.Application} in {request.Cell.Environment}. Add it there, then deploy again.");
        }

        await using var transaction = await store.BeginAsync(cancellationToken);
        var result = await AdmitAsync(transaction, request, cancellationToken);
        if (result is not IntakeResult.Refused)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return result;
    }

    /// <summary>Admits a request inside a transaction that the caller commits: a promotion is stored with the step that decided it.</summary>
    public async Task<IntakeResult> AdmitAsync(IReleaseTransaction transaction, DeployRequest request, CancellationToken cancellationToken)
    {
        var application = await transaction.FindOrAddApplicationAsync(request.Cell.Application, request.RequestedBy, clock, cancellationToken);
        if (application.DeployFreeze && (request.Trigger is Trigger.Continuous or Trigger.Promotion))
        {
            return new IntakeResult.Refused("application", $"Automatic deployments of {application.Name} are frozen in Release. An admin can lift the freeze; a person can still deploy by hand.");
        }

        var now = clock.GetUtcNow();
        var active = await transaction.ActiveDeploymentsAsync(request.Cell, cancellationToken);
        if (await BuildCallback.TakeAsync(transaction, request, active, now, cancellationToken) is { } built)
        {
            return new IntakeResult.AlreadyUnderWay(built);
        }

        if ((active.FirstOrDefault(deployment => IsSame(deployment, request)) ?? await ToldBeforeAsync(transaction, request, now, cancellationToken)) is { } same)
        {
            return new IntakeResult.AlreadyUnderWay(same);
        }

        return await QueueAsync(transaction, request, active, now, cancellationToken);
    }

    private async Task<IntakeResult> QueueAsync(
        IReleaseTransaction transaction, DeployRequest request, IReadOnlyList<Deployment> active, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cell = await transaction.FindOrAddCellAsync(request.Cell, cancellationToken);
        var newest = Deployment.Queue(
            request.Cell, request.Version, request.Trigger, request.Promote, request.RequestedBy, request.Reason, request.PromotedFrom, now);
        newest.Describe(request.Reference, request.SourceCommit ?? VersionCommit.Of(request.Version), cell.ReplacedBy(request.Version));
        if (request.IsBuilt)
        {
            newest.CallBack(request.Version, now);
        }

        transaction.Add(newest);
        foreach (var older in active)
        {
            older.Supersede(newest, now);
            transaction.Append(Event(older, EventType.DeploymentSuperseded, request.RequestedBy, $"{older.Version} in {older.Environment} was superseded by {newest.Version}"));
        }

        cell.Track(newest, isNewest: true);
        transaction.Append(Event(newest, EventType.DeploymentQueued, request.RequestedBy, $"{newest.Version} queued for {newest.Environment} ({Describe(newest.Trigger)})"));
        await transaction.SchedulePassAsync(request.Cell, now, cancellationToken);
        return new IntakeResult.Accepted(newest);
    }

    /// <summary>Whether the same release was requested before, by GitHub's webhook or by the release's own workflow.</summary>
    private static async Task<Deployment?> ToldBeforeAsync(
        IReleaseTransaction transaction, DeployRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var newest = request.Trigger is Trigger.Continuous ? await transaction.NewestDeploymentAsync(request.Cell, cancellationToken) : null;
        var isIt = newest is { Trigger: Trigger.Continuous, Status: DeploymentStatus.Succeeded } && newest.Version == request.Version;
        return isIt && now - (newest!.FinishedAt ?? now) <= ReleaseWindow ? newest : null;
    }

    private string? EnvironmentProblem(EnvironmentName name) => environments.Find(name) switch
    {
        null => $"There is no environment '{name}'. The environments are: {environments.Names}.",
        { Mode: EnvironmentMode.Observe } => $"Release only observes {name}: others deploy there.",
        _ => null,
    };

    private async Task<bool> IsConfiguredAsync(Cell cell, CancellationToken cancellationToken)
    {
        await using (var transaction = await store.BeginAsync(cancellationToken))
        {
            if (await transaction.FindCellAsync(cell, cancellationToken) is { InConfiguration: true })
            {
                return true;
            }
        }

        // The file may have been added a moment ago: read git before refusing.
        return await configRepository.ReadAsync(cell, cancellationToken) is not null;
    }

    private static bool IsSame(Deployment deployment, DeployRequest request) =>
        deployment.Version == request.Version
        && deployment.PromoteRequested == request.Promote
        && (deployment.Trigger == request.Trigger || request.Trigger is Trigger.External);

    private static ReleaseEvent Event(Deployment deployment, EventType type, string actor, string summary) =>
        new(type, actor, summary, deployment.Application, deployment.Environment, deployment.Id);

    private static string Describe(Trigger trigger) => trigger.ToString().ToLowerInvariant();
}
