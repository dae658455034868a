using Release.Core.Applications;
using Release.Core.Storage;

namespace Release.Core.Webhooks;

/// <summary>Triggers a pass for deployments of some applications that wait for an image.</summary>
internal sealed class ApplicationPassTrigger(IReleaseStore store, IPassTrigger passTrigger)
{
    /// <summary>Returns how many were triggered.</summary>
    public async Task<int> TriggerAsync(IReadOnlyList<ApplicationName> applications, CancellationToken cancellationToken)
    {
        if (applications.Count == 0)
        {
            return 0;
        }

        // After the transaction above, because each trigger is a transaction of its own.
        var cells = await WaitingAsync(applications, cancellationToken);
        foreach (var cell in cells)
        {
            await passTrigger.TriggerAsync(cell, cancellationToken);
        }

        return cells.Count;
    }

    private async Task<IReadOnlyList<Cell>> WaitingAsync(IReadOnlyList<ApplicationName> applications, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var waiting = new List<Cell>();
        foreach (var cell in (await transaction.ActiveCellsAsync(cancellationToken)).Where(cell => applications.Contains(cell.Application)))
        {
            if ((await transaction.ActiveDeploymentsAsync(cell, cancellationToken)).Any(deployment => deployment.AwaitsImage))
            {
                waiting.Add(cell);
            }
        }

        return waiting;
    }
}
