using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Intake;
using Release.Core.Sources;
using Release.Core.Storage;

namespace Release.Core.Board;

/// <summary>
/// Records versions that run in environments where others deploy and that nobody announced. A later notification is joined
/// to that record (<see cref="NotificationIntake"/>). Idempotent, also across replicas: the observed version is stored with
/// the record.
/// </summary>
public sealed class ObservedDeployments(IReleaseStore store)
{
    /// <summary>Returns whether a deployment was recorded.</summary>
    public async Task<bool> TakeAsync(DebouncedChange.Version seen, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var cell = seen.Cell;
        if (await transaction.FindCellAsync(cell, cancellationToken) is not { } present)
        {
            return false;
        }

        // The version that ran when Release first looked was deployed earlier.
        var isFirst = present is { ObservedVersion: null, DeployedVersion: null };
        var isAnnounced = present.DeployedVersion == seen.Running;
        if (!present.Observe(seen.Running, seen.Since))
        {
            return false;
        }

        var record = !isFirst && !isAnnounced && !await IsOvertakenAsync(transaction, seen, cancellationToken);
        var note = $"{seen.Running} was seen running in {cell.Environment}; nobody announced it";
        if (record)
        {
            var deployment = Deployment.Record(cell, seen.Running, SystemActors.ClusterWatch, seen.Since, $"Seen running in {cell.Environment}; nobody announced it");
            deployment.Describe(null, VersionCommit.Of(seen.Running), present.ReplacedBy(seen.Running));
            transaction.Add(deployment);
            present.Land(seen.Running, seen.Since);
            present.Track(deployment, isNewest: true);
            transaction.Append(new ReleaseEvent(EventType.DeploymentRecorded, SystemActors.ClusterWatch, note, cell.Application, cell.Environment, deployment.Id));
        }
        else
        {
            // The board reads the observed version because of this event.
            transaction.Append(new ReleaseEvent(
                EventType.ApplicationChanged, SystemActors.ClusterWatch, $"{seen.Running} runs in {cell.Environment}", cell.Application, cell.Environment));
        }

        await transaction.CommitAsync(cancellationToken);
        return record;
    }

    /// <summary>Whether a newer version was announced since, whose pods do not run yet.</summary>
    private static async Task<bool> IsOvertakenAsync(IReleaseTransaction transaction, DebouncedChange.Version seen, CancellationToken cancellationToken) =>
        await transaction.NewestDeploymentAsync(seen.Cell, cancellationToken) is { } newest && newest.CreatedAt >= seen.Since;
}
