using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Board;

/// <summary>A cell of the board in words.</summary>
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
            Line = $"{Short(cell)} {Doing(cell, known)}",
            Done = known ? cell.ProgressDone ?? 0 : null,
            Total = known ? cell.ProgressTotal : null,
        };
    }

    private static string Doing(BoardCell cell, bool known) => cell.Step switch
    {
        _ when cell.DeploymentStatus is DeploymentStatus.Queued => "is queued",
        StepName.Build => "is being built",
        StepName.UpdateImageTag => "is being committed",
        StepName.Sync or StepName.Rollout when cell.StaleSince is not null => "waits for cluster",
        StepName.Sync => cell.Engine is EnvironmentEngine.Kubernetes ? "is being applied" : $"waits for {cell.Engine.Actor()}",
        StepName.Rollout when known => $"{cell.ProgressDone ?? 0} of {cell.ProgressTotal} pods",
        StepName.Rollout => "waits for its pods",
        StepName.SmokeTest => "runs its smoke tests",
        StepName.Promote => "is weighed for promotion",
        _ => "begins",
    };

    /// <summary>Its age follows the words, but where they tell the time themselves.</summary>
    private static CellView Drifted(CellView view, BoardCell cell, Drift drift) => drift.Kind is DriftKind.ManualChange
        ? view with { Tone = CellTone.Attention, Line = drift.Detail }
        : view with { Tone = CellTone.Attention, Line = Shortened(drift.Detail, cell) + " since", LineSince = drift.Since };

    /// <summary>The words name whole versions; there is no room for more than one that is long.</summary>
    private static string Shortened(string words, BoardCell cell)
    {
        var versions = new[] { cell.WantedVersion, cell.Live?.SyncedVersion }.Concat(cell.Live?.RunningVersions ?? []);
        return versions.OfType<ImageTag>().Distinct().Where(version => version.Value.Length > VersionText.ShortLength)
            .Aggregate(words, (text, version) => text.Replace(version.Value, VersionText.Short(version.Value), StringComparison.Ordinal));
    }

    private static string Short(BoardCell cell) => VersionText.Short((cell.DeploymentVersion ?? cell.Version)?.Value ?? "it");
}

/// <summary>A cell as it is drawn; two that are equal look the same but for their ages.</summary>
/// <param name="Version">The version to name; null when there is none.</param>
/// <param name="Since">Since when that version is there.</param>
/// <param name="Line">What differs from quiet, in words; null when all is quiet.</param>
/// <param name="LineSince">Since when that is so; its age follows the line.</param>
/// <param name="Done">Progress, of <paramref name="Total"/>.</param>
/// <param name="DeploymentId">Where "Open" leads; null when there was no deployment.</param>
/// <param name="StaleSince">When its cluster was last seen, while it is away.</param>
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

/// <summary>What a cell's colour and icon say. Never colour alone: a line of words goes with it.</summary>
public enum CellTone
{
    /// <summary>The configuration repository has no file for it and nothing was deployed.</summary>
    Blank,
    Quiet,
    Moving,

    /// <summary>The three truths differ: a person should look.</summary>
    Attention,
    Failed,
}
