using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Core.Changes;

/// <summary>Has deployments that wait for an image look at once, when something was heard of a repository: a run, an image.</summary>
public sealed class BuildWakeUps(IReleaseStore store, IWakeUps wakeUps)
{
    /// <summary>Returns how many deployments were woken.</summary>
    public async Task<int> WakeAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        var waiting = ApplicationName.TryParse(repository.Name, out var name) ? await WaitingAsync(name, cancellationToken) : [];
        foreach (var cell in waiting)
        {
            await wakeUps.NudgeAsync(cell, cancellationToken);
        }

        return waiting.Count;
    }

    private async Task<IReadOnlyList<Cell>> WaitingAsync(ApplicationName repositoryName, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var active = await transaction.ActiveCellsAsync(cancellationToken);
        if (active.Count == 0)
        {
            return [];
        }

        var applications = (await transaction.FindByRepositoryNameAsync(repositoryName, cancellationToken)).Select(application => application.Name).ToHashSet();
        var waiting = new List<Cell>();
        foreach (var cell in active.Where(cell => applications.Contains(cell.Application)))
        {
            if ((await transaction.ActiveDeploymentsAsync(cell, cancellationToken)).Any(deployment => deployment.AwaitsImage))
            {
                waiting.Add(cell);
            }
        }

        return waiting;
    }
}
