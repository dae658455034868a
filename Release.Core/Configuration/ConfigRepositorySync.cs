using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Events;
using Release.Core.Storage;

namespace Release.Core.Configuration;

/// <summary>Copies the state of the configuration repository into our records: new applications, wanted versions, flags.</summary>
public sealed class ConfigRepositorySync(IReleaseStore store, TimeProvider clock)
{
    /// <summary>Returns how many cells changed.</summary>
    public async Task<int> TakeAsync(ConfigSnapshot snapshot, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        var applications = (await transaction.ApplicationsAsync(cancellationToken)).Select(application => application.Name).ToHashSet();
        var cells = (await transaction.CellsAsync(cancellationToken)).ToDictionary(cell => new Cell(cell.Application, cell.Environment));
        var changed = 0;
        foreach (var file in snapshot.Files)
        {
            if (applications.Add(file.Cell.Application))
            {
                transaction.AddApplication(file.Cell.Application, null, SystemActors.ConfigurationRepository, clock);
            }

            if (!cells.Remove(file.Cell, out var cell))
            {
                cell = new ApplicationEnvironment(file.Cell.Application, file.Cell.Environment);
                transaction.Add(cell);
            }

            if (cell.SetWanted(file.Version, file.AutomaticDeploysEnabled, file.PromoteDeployment, clock.GetUtcNow()))
            {
                changed++;
                Tell(transaction, file.Cell, $"{file.Version?.Value ?? "nothing"} is wanted in {file.Cell.Environment}");
            }
        }

        foreach (var (gone, cell) in cells)
        {
            if (cell.RemoveFromConfiguration())
            {
                changed++;
                Tell(transaction, gone, $"{gone.Application} is no longer configured in {gone.Environment}");
            }
        }

        if (changed > 0)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return changed;
    }

    private static void Tell(IReleaseTransaction transaction, Cell cell, string summary) =>
        transaction.Append(new ReleaseEvent(EventType.ConfigurationChanged, SystemActors.ConfigurationRepository, summary, cell.Application, cell.Environment));
}
