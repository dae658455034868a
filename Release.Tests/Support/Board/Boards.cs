using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Tests.Support.Board;

/// <summary>Boards in memory.</summary>
internal static class Boards
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static readonly EnvironmentOrder Order = new(
        [.. new[] { "integration", "staging", "production" }.Select(name => new DeploymentEnvironment(EnvironmentName.Parse(name)))]);

    public static BoardCell Cell(string environment, string? version, bool automatic = true) => new(
        EnvironmentName.Parse(environment), version is not null, version is null ? null : ImageTag.Parse(version), Now.AddHours(-3), automatic, true,
        version is null ? null : ImageTag.Parse(version), null, Now.AddHours(-2), null, null, null, null, null, null, null);

    public static BoardRow Row(string name, params BoardCell[] cells) => new(
        ApplicationName.Parse(name), Title(name), $"alphagov/{name}", "main", "", false, cells);

    /// <summary>The same version in all three.</summary>
    public static BoardRow Quiet(string name) => Row(name, Cell("integration", "v1"), Cell("staging", "v1"), Cell("production", "v1"));

    public static BoardCell Deploying(this BoardCell cell, DeploymentStatus status, string version, StepName? step, int? done = null, int? total = null) => cell with
    {
        DeploymentStatus = status,
        DeploymentVersion = ImageTag.Parse(version),
        Step = step,
        ProgressDone = done,
        ProgressTotal = total,
    };

    public static BoardCell Running(this BoardCell cell, string synced, params string[] running) => cell with
    {
        Live = new LiveCell(ImageTag.Parse(synced), SyncStatus.Synced, HealthStatus.Healthy, [.. running.Select(ImageTag.Parse)], 1, 1, Now.AddMinutes(-12)),
    };

    public static BoardCell Drifted(this BoardCell cell, DriftKind kind, string detail) => cell with { Drift = new Drift(kind, Now.AddMinutes(-12), detail) };

    public static BoardSnapshot Snapshot(params BoardRow[] rows) => new(1, rows, [], 1);

    private static string Title(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
