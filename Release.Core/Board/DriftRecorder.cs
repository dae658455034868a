using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Storage;

namespace Release.Core.Board;

/// <summary>Stores the beginning and the end of drift, each with its event. Idempotent, also across replicas.</summary>
public sealed class DriftRecorder(IReleaseStore store)
{
    /// <summary>Returns whether anything was stored.</summary>
    public async Task<bool> RecordAsync(DebouncedChange.Drift change, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var cell = change.Cell;
        if (await transaction.FindCellAsync(cell, cancellationToken) is not { } present)
        {
            return false;
        }

        if (change.Finding is not null && (await transaction.ActiveDeploymentsAsync(cell, cancellationToken)).Count > 0)
        {
            // A deployment began since the board was read; it reports its own outcome.
            return false;
        }

        if (!Change(present, change))
        {
            return false;
        }

        transaction.Append(change.Finding is { } finding
            ? new ReleaseEvent(EventType.DriftBegan, SystemActors.ClusterWatch, $"{cell.Application} in {cell.Environment} has drifted: {finding.Detail}", cell.Application, cell.Environment)
            : new ReleaseEvent(EventType.DriftEnded, SystemActors.ClusterWatch, $"{cell.Application} in {cell.Environment} matches git again", cell.Application, cell.Environment));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static bool Change(ApplicationEnvironment present, DebouncedChange.Drift change) => change.Finding is { } finding
        ? present.Drift(DriftKindText.Of(finding.Kind), finding.Detail, finding.Since ?? change.Since)
        : present.Agree();
}
