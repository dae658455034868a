using System.Globalization;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>Decides how a cell's wanted, synced and running version differ. Pure.</summary>
public static class DriftRule
{
    /// <summary>
    /// For this long it is no drift if git has changed and Argo CD has not synced yet, or if Argo CD is undoing a manual change.
    /// </summary>
    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(20);

    /// <summary>Longer than the delay between the last pod of a rollout and the report about it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether drift can be judged now. It cannot during a deployment, while the cluster is unreachable, or during a sync or
    /// rollout, unless a manual change caused it. Until it can, the previous result stays.
    /// </summary>
    /// <param name="connected">Whether the cell's cluster is connected.</param>
    public static bool CanJudge(BoardCell cell, bool connected) =>
        connected && !cell.IsMoving && (cell.Live is not { IsMoving: true } || cell.Live.ManualChange is not null);

    /// <summary>The difference; null when there is none or nothing to compare.</summary>
    /// <param name="zone">The time zone for times in the text.</param>
    public static DriftFinding? Of(BoardCell cell, TimeZoneInfo zone)
    {
        if (cell.Live is not { } live)
        {
            return null;
        }

        if (live.ManualChange is { } foreign)
        {
            return new DriftFinding(DriftKind.ManualChange, $"image changed by {foreign.Manager}{At(foreign.At, zone)} outside Release", foreign.At);
        }

        if (cell.WantedVersion is not { } wanted)
        {
            return null;
        }

        return NotSynced(wanted, live) ?? NotRunning(wanted, cell.Engine, live) ?? OutOfSync(cell.Engine, live);
    }

    /// <summary>How long a finding (null: no difference any more) must last before it is recorded, so that a rollout does not cause flapping.</summary>
    public static TimeSpan PatienceFor(DriftFinding? finding) => finding?.Kind switch
    {
        null => EndPatience,
        DriftKind.NotSynced or DriftKind.OutOfSync => SyncPatience,
        _ => Patience,
    };

    private static DriftFinding? NotSynced(ImageTag wanted, LiveCell live)
    {
        if (live.SyncedVersion is { } synced)
        {
            return synced == wanted ? null
                : new DriftFinding(DriftKind.NotSynced, live.RunningVersions is [] ? $"wanted {wanted}, synced {synced}" : $"wanted {wanted}, running {Join(live.RunningVersions)}");
        }

        return live.Sync?.Disagreement is { } disagreement ? new DriftFinding(DriftKind.NotSynced, $"wanted {wanted}, but {disagreement}") : null;
    }

    private static DriftFinding? NotRunning(ImageTag wanted, EnvironmentEngine engine, LiveCell live)
    {
        if (live.RunningVersions.All(running => running == wanted))
        {
            return null;
        }

        var running = Join(live.RunningVersions);
        return new DriftFinding(DriftKind.NotRunning, live.SyncedVersion is null
            ? $"wanted {wanted}, running {running}"
            : $"{engine.Actor()} {(engine is EnvironmentEngine.Kubernetes ? "applied" : "synced")} {wanted}, pods still run {running}");
    }

    private static DriftFinding? OutOfSync(EnvironmentEngine engine, LiveCell live) =>
        live.SyncStatus is not { State: SyncStatus.OutOfSync } ? null
        : new DriftFinding(DriftKind.OutOfSync, live.Sync?.OutOfSync is { } resources
            ? $"{engine.Actor()} says OutOfSync: {resources}"
            : $"{engine.Actor()} says OutOfSync");

    private static string At(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } time ? " at " + TimeZoneInfo.ConvertTime(time, zone).ToString("HH:mm", CultureInfo.InvariantCulture) : "";

    private static string Join(IReadOnlyList<ImageTag> versions) => string.Join(" and ", versions.Select(version => version.Value));
}
