using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Board;

/// <summary>What a cell of the board shows.</summary>
internal static class CellText
{
    public static CellView Of(BoardCell cell)
    {
        var view = new CellView(
            cell.Environment.Value, CellTone.Quiet, cell.Version?.Value,
            cell.DeployedVersion is null ? cell.WantedSince : cell.DeployedAt, DeploymentId: cell.DeploymentId, StaleSince: cell.StaleSince);
        return cell switch
        {
            { IsMoving: true } => Moving(view, cell),
            { HasFailed: true } => view with { Tone = CellTone.Failed, Line = $"{Short(cell)} failed at {StepText.Lower(cell.Step)}" },
            { HasDrifted: true } => Drifted(view, cell, cell.Drift!),
            { Version: null } => view with { Tone = CellTone.Blank, Line = cell.InConfiguration ? "no version in its file" : null },
            _ => view,
        };
    }

    private static CellView Moving(CellView view, BoardCell cell)
    {
        var known = cell is { Step: StepName.Rollout, ProgressTotal: > 0 };
        return view with
        {
            Tone = CellTone.Moving,
            Line = $"{Short(cell)} {Progress(cell, known)}",
            Done = known ? cell.ProgressDone ?? 0 : null,
            Total = known ? cell.ProgressTotal : null,
        };
    }

    private static string Progress(BoardCell cell, bool known) => cell.Step switch
    {
        _ when cell.DeploymentStatus is DeploymentStatus.Queued => "is queued",
        StepName.Build => "is being built",
        StepName.UpdateImageTag => "is being committed",
        StepName.Sync or StepName.Rollout when cell.StaleSince is not null => "waits for cluster",
        StepName.Sync => cell.Engine is EnvironmentEngine.Kubernetes ? "is being applied" : $"waits for {cell.Engine.Actor()}",
        StepName.Rollout when known => $"{cell.ProgressDone ?? 0} of {cell.ProgressTotal} pods",
        StepName.Rollout => "waits for its pods",
        StepName.SmokeTest => "runs its smoke tests",
        StepName.Promote => "waits for the promotion decision",
        _ => "is starting",
    };

    /// <summary>The age follows the words, unless they contain the time themselves.</summary>
    private static CellView Drifted(CellView view, BoardCell cell, Drift drift) => drift.Kind is DriftKind.ManualChange
        ? view with { Tone = CellTone.Attention, Line = drift.Detail }
        : view with { Tone = CellTone.Attention, Line = Shortened(drift.Detail, cell) + " since", LineSince = drift.Since };

    /// <summary>Shortens long versions in the text, because a cell is narrow.</summary>
    private static string Shortened(string words, BoardCell cell)
    {
        var versions = new[] { cell.WantedVersion, cell.Live?.SyncedVersion }.Concat(cell.Live?.RunningVersions ?? []);
        return versions.OfType<ImageTag>().Distinct().Where(version => version.Value.Length > VersionText.ShortLength)
            .Aggregate(words, (text, version) => text.Replace(version.Value, VersionText.Short(version.Value), StringComparison.Ordinal));
    }

    private static string Short(BoardCell cell) => VersionText.Short((cell.DeploymentVersion ?? cell.Version)?.Value ?? "it");
}

/// <summary>A cell as the page shows it, without ages.</summary>
/// <param name="Version">The version to show; null when there is none.</param>
/// <param name="Since">Since when it has that version.</param>
/// <param name="Line">What needs attention or is under way; null when nothing is.</param>
/// <param name="LineSince">Since when; its age follows the line.</param>
/// <param name="Done">Progress, out of <paramref name="Total"/>.</param>
/// <param name="DeploymentId">Where "Open" leads; null when there was no deployment.</param>
/// <param name="StaleSince">When its cluster last answered; null while it answers.</param>
public sealed record CellView(
    string Environment,
    CellTone Tone,
    string? Version,
    DateTimeOffset? Since,
    string? Line = null,
    DateTimeOffset? LineSince = null,
    int? Done = null,
    int? Total = null,
    Guid? DeploymentId = null,
    DateTimeOffset? StaleSince = null);

/// <summary>A cell's colour and icon. Never colour alone: a line of words goes with it.</summary>
public enum CellTone
{
    /// <summary>No file in the configuration repository, and nothing was deployed.</summary>
    Blank,
    Quiet,
    Moving,

    /// <summary>Wanted, synced and running versions differ: a person should check.</summary>
    Attention,
    Failed,
}
