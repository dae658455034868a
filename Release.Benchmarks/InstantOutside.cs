using System.Collections.Concurrent;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Core.Notifications;
using Release.Core.Pipeline;

namespace Release.Benchmarks;

/// <summary>
/// Git, Argo CD, clusters, smoke tests and Slack in memory, each answering at once: a commit is synced and rolled out the
/// moment it is made. What is measured over it is the product's own work.
/// </summary>
internal sealed class InstantOutside : IConfigRepository, IConfigRepositoryChanges, ISyncController, IWorkloads, ISmokeTests, INotifier, IClusterState
{
    private readonly ConcurrentDictionary<Cell, ImageTagFile> _files = new();
    private readonly ConcurrentDictionary<Cell, LiveCell> _live = new();
    private long _commits;

    public InstantOutside(IEnumerable<Cell> cells)
    {
        foreach (var cell in cells)
        {
            var file = new ImageTagFile(cell, ImageTag.Parse("v1"), AutomaticDeploysEnabled: true, PromoteDeployment: true);
            _files[cell] = file;
            _live[cell] = Live(file.Version!);
        }
    }

    public event Action<string>? Moved;

    public event Action<Cell>? Changed;

    event Action<EnvironmentName>? IClusterState.ConnectionChanged
    {
        add { }
        remove { }
    }

    private string Head => Name(Interlocked.Read(ref _commits));

    public Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ConfigSnapshot(Head, [.. _files.Values], []));

    public Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken) =>
        Task.FromResult(_files.GetValueOrDefault(cell));

    public Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        var file = _files[edit.Cell];
        if (edit.Version is null || file.Version == edit.Version)
        {
            return Task.FromResult(new ConfigCommit(Head, null));
        }

        _files[edit.Cell] = file with { Version = edit.Version };
        _live[edit.Cell] = Live(edit.Version);
        var commit = Name(Interlocked.Increment(ref _commits));
        Moved?.Invoke(commit);
        Changed?.Invoke(edit.Cell);
        return Task.FromResult(new ConfigCommit(commit, commit));
    }

    /// <summary>Commits are numbered, each after all before it.</summary>
    public Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken) =>
        Task.FromResult(string.CompareOrdinal(revision, commit) >= 0);

    public Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        var at = DateTimeOffset.UnixEpoch;
        var operation = new SyncOperation(OperationPhase.Succeeded, "ok", at, at, Head, []);
        return Task.FromResult<IReadOnlyList<SyncedApplication>>(
            [new(cell.Application.Value, "apps", _files[cell].Version, SyncStatus.Synced, Head, HealthStatus.Healthy, at, operation, [])]);
    }

    Task<WorkloadState> IWorkloads.FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        var version = _files[cell].Version;
        return Task.FromResult(new WorkloadState(
            [new RolloutStatus(cell.Application.Value, "apps", version, Observed: true, 1, 1, 1, 1, 0, null)],
            [new PodStatus($"{cell.Application}-1", "apps", version, Ready: true, null)]));
    }

    public Task<string> PodLogAsync(EnvironmentName environment, string @namespace, string pod, bool previous, int lines, CancellationToken cancellationToken) =>
        Task.FromResult("");

    public Task<string> JobLogAsync(EnvironmentName environment, string @namespace, string job, int lines, CancellationToken cancellationToken) =>
        Task.FromResult("");

    public Task<PodProblem?> JobProblemAsync(EnvironmentName environment, string @namespace, string job, CancellationToken cancellationToken) =>
        Task.FromResult<PodProblem?>(null);

    public Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken) =>
        Task.FromResult(new SmokeTestResult(SmokeTestOutcome.Passed, "All 12 tests passed.", "12 passed"));

    public Task SendAsync(Notification notification, CancellationToken cancellationToken) => Task.CompletedTask;

    public LiveCell? Find(Cell cell) => _live.GetValueOrDefault(cell);

    public ClusterConnection Connection(EnvironmentName environment) => new(Connected: true, DateTimeOffset.UnixEpoch, null);

    private static LiveCell Live(ImageTag version) => new(version, SyncStatus.Synced, HealthStatus.Healthy, [version], 1, 1, TimeProvider.System.GetUtcNow());

    private static string Name(long number) => number.ToString("x40");
}
