using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Web.Components.Shared;

namespace Release.Web.Components.Pages.Application;

/// <summary>What the application's page shows of its row. Pure.</summary>
internal static class ApplicationState
{
    public static EnvironmentView Environment(BoardCell cell, string displayName, ClusterConnection connection, TimeProvider clock)
    {
        var states = new[] { Wanted(cell), Synced(cell), Running(cell) };
        var tone = Tone(cell);
        var away = connection.Connected
            ? null
            : $"Couldn't get data from the cluster of {displayName}{ClusterDataText.LastSeen(connection, clock)}. {connection.Problem}".TrimEnd();
        return new EnvironmentView(cell, displayName, states, tone, Verdict(cell, states), cell.HasDrifted ? cell.Drift!.Since : null, away);
    }

    public static IReadOnlyList<StationView> Stations(BoardRow row, EnvironmentOrder order) =>
        [.. row.Cells.Select((cell, index) => Station(row, cell, index, order))];

    /// <summary>The sentence above a moving version's progress bar.</summary>
    public static string Progress(BoardCell cell) => cell switch
    {
        { DeploymentStatus: DeploymentStatus.Queued } => "It is queued and starts in a moment",
        { StepMessage: { Length: > 0 } message } => message,
        { Step: { } step } => StepText.Explain(step, cell.Engine),
        _ => "It is starting",
    };

    private static CellAgreement Tone(BoardCell cell) => cell switch
    {
        { IsMoving: true } => CellAgreement.Moving,
        { HasFailed: true } => CellAgreement.Failed,
        { HasDrifted: true } => CellAgreement.Attention,
        _ => CellAgreement.Quiet,
    };

    private static StationView Station(BoardRow row, BoardCell cell, int index, EnvironmentOrder order)
    {
        var before = index == 0 ? null : row.Cells[index - 1];
        var gap = before is null || !OnChain(before, order) || !OnChain(cell, order)
            ? null
            : GapView.Between(Name(before, order), VersionAt(before), Name(cell, order), VersionAt(cell));
        var coming = cell is { IsMoving: true }
            ? $"{VersionText.Short(cell.DeploymentVersion?.Value ?? "A version")}: {StepText.Lower(cell.Step ?? StepName.Build)}"
            : null;
        return new StationView(
            cell.Environment, Name(cell, order), Tone(cell), VersionAt(cell)?.Value,
            cell.DeployedVersion is null ? cell.WantedSince : cell.DeployedAt, gap, coming);
    }

    /// <summary>The version at a station: the deployed one; before Release's first deployment the running one, else the wanted one.</summary>
    private static ImageTag? VersionAt(BoardCell cell) =>
        cell.DeployedVersion ?? (cell.Live is { RunningVersions: [var running] } ? running : cell.WantedVersion);

    private static CellStateView Wanted(BoardCell cell) => new(
        "Wanted", "git", Versions(cell.WantedVersion),
        !cell.InConfiguration ? "no file in the configuration repository" : cell.WantedVersion is null ? "its file names no version" : null,
        cell.WantedSince, false);

    private static CellStateView Synced(BoardCell cell) => cell.Live is not { } live
        ? new CellStateView("Synced", cell.Engine.Actor(), [], "nothing known", null, false)
        : new CellStateView(
            "Synced", cell.Engine.Actor(), Versions(live.SyncedVersion), SyncText.Of(live), live.SyncedSince,
            cell.WantedVersion is { } wanted && live.SyncedVersion is { } synced && synced != wanted);

    private static CellStateView Running(BoardCell cell) => cell.Live is not { } live
        ? new CellStateView("Running", "pods", [], "nothing known", null, false)
        : new CellStateView(
            "Running", "pods", [.. live.RunningVersions.Select(version => version.Value)],
            live.WantedPods > 0 ? $"{live.ReadyPods} of {live.WantedPods} pods ready" : live.RunningVersions.Count == 0 ? "no pods" : null, live.RunningSince,
            cell.WantedVersion is { } wanted && live.RunningVersions.Any(version => version != wanted));

    private static string Verdict(BoardCell cell, IReadOnlyList<CellStateView> states)
    {
        if (cell is { HasDrifted: true, Drift: { Kind: DriftKind.ManualChange or DriftKind.OutOfSync } drift })
        {
            return char.ToUpperInvariant(drift.Detail[0]) + drift.Detail[1..] + ".";
        }

        if (states.Any(state => state.Differs))
        {
            var said = states.Where(state => state.Versions.Count > 0)
                .Select(state => $"{state.Source} {(state.Name == "Wanted" ? "wants" : state.Name == "Synced" ? "has synced" : "run")} {string.Join(" and ", state.Versions.Select(version => VersionText.Short(version)))}");
            var sentence = string.Join(", ", said);
            return char.ToUpperInvariant(sentence[0]) + sentence[1..] + ".";
        }

        return cell switch
        {
            { Live: null, WantedVersion: null } => "Nothing is configured here.",
            { Live: null } => "The cluster has not reported yet what runs.",
            { WantedVersion: null } => "Git wants no version here.",
            { Live.SyncedVersion: null } or { Live.RunningVersions.Count: 0 } => "Git wants this version, but it does not run yet.",
            { StaleSince: not null } => "Git, the cluster and the pods agreed when last seen.",
            _ => $"Git, {cell.Engine.Actor()} and the pods agree.",
        };
    }

    private static IReadOnlyList<string> Versions(ImageTag? version) => version is null ? [] : [version.Value];

    private static bool OnChain(BoardCell cell, EnvironmentOrder order) => order.Find(cell.Environment) is { PromotesOnward: true };

    private static string Name(BoardCell cell, EnvironmentOrder order) => order.Find(cell.Environment)?.DisplayName ?? cell.Environment.Value;
}

/// <summary>One environment of the application, as the page shows it.</summary>
/// <param name="Verdict">A sentence that compares the wanted, synced and running versions.</param>
/// <param name="DriftSince">Since when they differ; null while they agree or a deployment is under way.</param>
/// <param name="Away">Why and since when its cluster does not answer; null when it does.</param>
public sealed record EnvironmentView(
    BoardCell Cell,
    string DisplayName,
    IReadOnlyList<CellStateView> States,
    CellAgreement Tone,
    string Verdict,
    DateTimeOffset? DriftSince,
    string? Away);

/// <summary>An environment in the row of stations.</summary>
/// <param name="Version">Its version; null when there is none.</param>
/// <param name="Gap">How it differs from the previous station; null when it does not.</param>
/// <param name="Coming">The version that is being deployed here and its step; null when none is.</param>
public sealed record StationView(
    EnvironmentName Name,
    string DisplayName,
    CellAgreement Tone,
    string? Version,
    DateTimeOffset? Since,
    GapView? Gap,
    string? Coming);

/// <summary>A cell's wanted, synced or running version, as the page shows it.</summary>
/// <param name="Name">Wanted, Synced or Running.</param>
/// <param name="Source">Where it was read: git, Argo CD, pods.</param>
/// <param name="Versions">Empty when unknown.</param>
/// <param name="Words">Details; null when there are none.</param>
/// <param name="Since">Since when it is this version.</param>
/// <param name="Differs">Whether it differs from the version in git.</param>
public sealed record CellStateView(string Name, string Source, IReadOnlyList<string> Versions, string? Words, DateTimeOffset? Since, bool Differs);

/// <summary>How a cell's wanted, synced and running versions compare.</summary>
public enum CellAgreement
{
    /// <summary>They agree, or there is nothing to compare.</summary>
    Quiet,
    Moving,

    /// <summary>They differ while no deployment is under way.</summary>
    Attention,
    Failed,
}
