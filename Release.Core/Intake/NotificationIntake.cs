using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Intake;

/// <summary>Records deployments that others did and reported (contracts §1).</summary>
internal sealed class NotificationIntake(IReleaseStore store, TimeProvider clock)
{
    /// <summary>Senders retry within this time. A later report of the same version is a new deployment.</summary>
    public static readonly TimeSpan RepeatWindow = TimeSpan.FromSeconds(60);

    /// <param name="repository"><c>owner/name</c>; the application is found by the last segment, an unknown one is created.</param>
    /// <exception cref="FormatException">The last segment is not an application name.</exception>
    public async Task<NotificationResult> RecordAsync(
        string repository, EnvironmentName environment, ImageTag version, string requestedBy, CancellationToken cancellationToken)
    {
        if (!ApplicationName.TryFromRepository(repository, out var segment))
        {
            throw new FormatException($"'{repository}' does not end in an application name. {ApplicationName.Rule}");
        }

        await using var transaction = await store.BeginAsync(cancellationToken);
        var fitting = await transaction.FindByRepositoryNameAsync(segment, cancellationToken);
        if (fitting.Count > 1)
        {
            return NotificationResult.Ambiguous;
        }

        var application = fitting.Count == 1
            ? fitting[0]
            : await transaction.FindApplicationAsync(segment, cancellationToken)
                ?? transaction.AddApplication(segment, repository, requestedBy, clock);
        application.LearnRepository(repository);

        var cell = new Cell(application.Name, environment);
        var newest = await transaction.NewestDeploymentAsync(cell, cancellationToken);
        if (newest is { Status: DeploymentStatus.Recorded, RequestedBy: SystemActors.ClusterWatch } && newest.Version == version)
        {
            // The cluster watch saw the deployment first; this is its announcement, not another deployment.
            newest.Announce(requestedBy, clock.GetUtcNow());
            transaction.Append(new ReleaseEvent(
                EventType.DeploymentRecorded, requestedBy, $"{version}, seen running in {environment} before, was announced", cell.Application, environment, newest.Id));
        }
        else if (newest is not null && IsRepeat(newest, version))
        {
            return NotificationResult.Duplicate;
        }
        else
        {
            await RecordAsync(transaction, cell, version, requestedBy, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return NotificationResult.Recorded;
    }

    private async Task RecordAsync(
        IReleaseTransaction transaction, Cell cell, ImageTag version, string requestedBy, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var deployment = Deployment.Record(cell, version, requestedBy, now);
        transaction.Add(deployment);
        var present = await transaction.FindOrAddCellAsync(cell, cancellationToken);
        deployment.Describe(null, VersionCommit.Of(version), present.ReplacedBy(version));
        present.Land(version, now);
        present.Track(deployment, isNewest: true);
        transaction.Append(new ReleaseEvent(
            EventType.DeploymentRecorded, requestedBy, $"{version} was deployed to {cell.Environment}", cell.Application, cell.Environment, deployment.Id));
    }

    private bool IsRepeat(Deployment newest, ImageTag version) =>
        newest.Version == version
        && (newest.IsActive || clock.GetUtcNow() - (newest.FinishedAt ?? newest.CreatedAt) <= RepeatWindow);
}

/// <summary>The result of a notification that others deployed something (contracts §1).</summary>
internal enum NotificationResult
{
    Recorded,

    /// <summary>The sender repeated itself; recorded once.</summary>
    Duplicate,

    /// <summary>More than one application has that repository.</summary>
    Ambiguous,
}
