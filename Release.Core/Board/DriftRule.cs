using System.Globalization;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>Which truth of a cell differs (pure).</summary>
public static class DriftRule
{
    /// <summary>
    /// Git was changed and Argo CD has not looked yet, or heals by itself what somebody changed: this long it is no drift.
    /// </summary>
    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(20);

    /// <summary>Longer than the moments between the last pod of a rollout and the words about it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether anything can be said now: not while a deployment moves the cell, not while its cluster is away, and not while
    /// a sync or rollout is under way, unless somebody else set it off. Until then what was said before stays.
    /// </summary>
    /// <param name="connected">Whether the cell's cluster is.</param>
    public static bool CanJudge(BoardCell cell, bool connected) =>
        connected && !cell.IsMoving && (cell.Live is not { IsMoving: true } || cell.Live.Foreign is not null);

    /// <summary>The difference; null when the truths agree or there is nothing to compare.</summary>
    /// <param name="zone">In which times are told.</param>
    public static DriftFinding? Of(BoardCell cell, TimeZoneInfo zone)
    {
        if (cell.Live is not { } live)
        {
            return null;
        }

        if (live.Foreign is { } foreign)
        {
            return new DriftFinding(DriftKind.ManualChange, $"image changed by {foreign.Manager}{At(foreign.At, zone)} outside Release", foreign.At);
        }

        if (cell.WantedVersion is not { } wanted)
        {
            return null;
        }

        return NotSynced(wanted, live) ?? NotRunning(wanted, cell.Engine, live) ?? OutOfSync(cell.Engine, live);
    }

    /// <summary>How long a finding (null: that there is none any more) must last before it is told, so that a rollout does not flap.</summary>
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
