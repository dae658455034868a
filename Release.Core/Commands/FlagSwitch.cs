using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Events;
using Release.Core.Failures;
using Release.Core.Storage;

namespace Release.Core.Commands;

/// <summary>
/// Turns continuous deployment on and off for those who may. Commits to the configuration repository first, which is the
/// source of truth, then changes Release's own record.
/// </summary>
public sealed class FlagSwitch(AccessGuard guard, IConfigRepository configRepository, IReleaseStore store, TimeProvider clock)
{
    /// <summary>Sets the flags that are given.</summary>
    /// <exception cref="ConfigFileMissingException">There is no such file.</exception>
    /// <exception cref="ConfigFileRefusedException">The file cannot be edited; a person must mend it.</exception>
    /// <exception cref="OutsideException">The repository could not be changed.</exception>
    public async Task<FlagResult> SetAsync(
        Actor actor, Cell cell, bool? automaticDeploysEnabled, bool? promoteDeployment, CancellationToken cancellationToken)
    {
        var decision = await guard.DecideAsync(actor, AccessAction.SwitchFlags, cell, cancellationToken);
        if (!decision.Allowed)
        {
            return new FlagResult.Forbidden(decision.Reason);
        }

        var commit = await configRepository.UpdateAsync(
            ConfigEdit.ForFlags(cell, automaticDeploysEnabled, promoteDeployment, actor.Name), cancellationToken);

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
            EventType.FlagsChanged, actor.Name, Describe(cell, automaticDeploysEnabled, promoteDeployment), cell.Application, cell.Environment));
        await transaction.CommitAsync(cancellationToken);
        return new FlagResult.Committed(commit);
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

/// <summary>The result of switching flags.</summary>
public abstract record FlagResult
{
    private FlagResult()
    {
    }

    /// <param name="Commit">The commit that has the flags as wanted.</param>
    public sealed record Committed(ConfigCommit Commit) : FlagResult;

    /// <param name="Reason">What the actor lacks, and who can help.</param>
    public sealed record Forbidden(string Reason) : FlagResult;
}
