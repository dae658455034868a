using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>
/// Turns continuous deployment on and off: commits to the configuration repository, the source of truth, then updates our
/// record. The caller has checked the permission.
/// </summary>
public sealed class FlagSwitch(IConfigRepository configRepository, IReleaseStore store, TimeProvider clock)
{
    /// <summary>Sets the given flags and returns the commit that contains them.</summary>
    /// <exception cref="ConfigFileMissingException">There is no such file.</exception>
    /// <exception cref="OutsideException">The repository could not be changed.</exception>
    public async Task<ConfigCommit> SetAsync(
        Cell cell, bool? automaticDeploysEnabled, bool? promoteDeployment, string by, CancellationToken cancellationToken)
    {
        var commit = await configRepository.UpdateAsync(
            ConfigEdit.ForFlags(cell, automaticDeploysEnabled, promoteDeployment, by), cancellationToken);

        await using var transaction = await store.BeginAsync(cancellationToken);
        if (await transaction.FindCellAsync(cell, cancellationToken) is { } present)
        {
            present.SetWanted(
                present.WantedVersion,
                automaticDeploysEnabled ?? present.AutomaticDeploysEnabled,
                promoteDeployment ?? present.PromoteDeployment,
                clock.GetUtcNow());
        }

        transaction.Append(new ReleaseEvent(
            EventType.FlagsChanged, by, Describe(cell, automaticDeploysEnabled, promoteDeployment), cell.Application, cell.Environment));
        await transaction.CommitAsync(cancellationToken);
        return commit;
    }

    private static string Describe(Cell cell, bool? automaticDeploysEnabled, bool? promoteDeployment)
    {
        string[] changes =
        [
            .. automaticDeploysEnabled is { } automatic ? [$"automatic_deploys_enabled is {(automatic ? "true" : "false")}"] : Array.Empty<string>(),
            .. promoteDeployment is { } promote ? [$"promote_deployment is {(promote ? "true" : "false")}"] : Array.Empty<string>(),
        ];
        return $"{string.Join(" and ", changes)} for {cell.Application} in {cell.Environment}";
    }
}
