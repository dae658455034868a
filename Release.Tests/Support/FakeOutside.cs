using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Core.Notifications;
using Release.Core.Pipeline;
using Release.Core.Storage;

namespace Release.Tests.Support;

/// <summary>
/// An instant outside in memory, for tests of the pipeline's own logic: a commit is synced and rolled out at once unless told
/// otherwise, and every effect is counted. <see cref="BeforeCall"/> may throw, to stop the process at any call.
/// </summary>
internal sealed class FakeOutside : IConfigRepository, ISyncController, IWorkloads, ISmokeTests, INotifier, IPassTrigger
{
    private readonly Dictionary<Cell, ImageTagFile> _files = [];
    private readonly List<string> _commits = [];

    public Action<string> BeforeCall { get; set; } = _ => { };

    public Func<Cell, ImageTag, SmokeTestResult> SmokeTest { get; set; } = (_, version) => new(SmokeTestOutcome.Passed, $"All tests passed against {version}");

    /// <summary>Changes what Argo CD says of a cell.</summary>
    public Func<SyncedApplication, SyncedApplication> Argo { get; set; } = application => application;

    public Func<WorkloadState, WorkloadState> Kubernetes { get; set; } = state => state;

    public string JobLog { get; set; } = "";

    public PodProblem? JobProblem { get; set; }

    /// <summary>What was asked of Argo CD.</summary>
    public List<SyncRequest> SyncRequests { get; } = [];

    /// <summary>Commits that changed a version, as <c>environment version</c>.</summary>
    public List<string> VersionCommits { get; } = [];

    public List<Notification> Sent { get; } = [];

    public List<string> SmokeRuns { get; } = [];

    public List<Cell> Triggered { get; } = [];

    public void AddFile(Cell cell, string version, bool automatic = true, bool promote = true) =>
        _files[cell] = new ImageTagFile(cell, ImageTag.Parse(version), automatic, promote);

    public ImageTag? VersionOf(Cell cell) => _files.GetValueOrDefault(cell)?.Version;

    public Task<ConfigSnapshot> ReadAllAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ConfigSnapshot(Head, [.. _files.Values], []));

    public Task<ImageTagFile?> ReadAsync(Cell cell, CancellationToken cancellationToken)
    {
        BeforeCall("git read");
        return Task.FromResult(_files.GetValueOrDefault(cell));
    }

    public Task<ConfigCommit> UpdateAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        BeforeCall("git update");
        if (!_files.TryGetValue(edit.Cell, out var file))
        {
            throw new ConfigFileMissingException(edit.Cell, edit.Cell.ToString());
        }

        var edited = file with
        {
            Version = edit.Version ?? file.Version,
            AutomaticDeploysEnabled = edit.AutomaticDeploysEnabled ?? file.AutomaticDeploysEnabled,
            PromoteDeployment = edit.PromoteDeployment ?? file.PromoteDeployment,
        };
        if (edited == file)
        {
            return Task.FromResult(new ConfigCommit(Head, null));
        }

        _files[edit.Cell] = edited;
        _commits.Add($"c{_commits.Count + 1}");
        if (edit.Version is not null)
        {
            VersionCommits.Add($"{edit.Cell.Environment} {edit.Version}");
        }

        BeforeCall("git update, pushed");
        return Task.FromResult(new ConfigCommit(Head, "merge-" + Head));
    }

    public Task<bool> ContainsAsync(string revision, string commit, CancellationToken cancellationToken)
    {
        BeforeCall("git contains");
        return Task.FromResult(_commits.IndexOf(revision) >= _commits.IndexOf(commit));
    }

    public Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        BeforeCall("argo refresh");
        SyncRequests.Add(request);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        BeforeCall("argo find");
        var at = DateTimeOffset.UnixEpoch;
        var operation = new SyncOperation(OperationPhase.Succeeded, "ok", at, at, Head, []);
        var application = new SyncedApplication(cell.Application.Value, "apps", VersionOf(cell), SyncStatus.Synced, Head, HealthStatus.Healthy, at, operation, []);
        return Task.FromResult<IReadOnlyList<SyncedApplication>>([Argo(application)]);
    }

    Task<WorkloadState> IWorkloads.FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        BeforeCall("kubernetes find");
        var version = VersionOf(cell);
        var state = new WorkloadState(
            [new RolloutStatus(cell.Application.Value, "apps", version, true, 1, 1, 1, 1, 0, null)],
            [new PodStatus(cell.Application.Value + "-1", "apps", version, true, null)]);
        return Task.FromResult(Kubernetes(state));
    }

    public Task<string> PodLogAsync(EnvironmentName environment, string @namespace, string pod, bool previous, int lines, CancellationToken cancellationToken) =>
        Task.FromResult($"starting {pod}\nFATAL: out of luck\nbye");

    public Task<string> JobLogAsync(EnvironmentName environment, string @namespace, string job, int lines, CancellationToken cancellationToken)
    {
        BeforeCall("job log");
        return Task.FromResult(JobLog);
    }

    public Task<PodProblem?> JobProblemAsync(EnvironmentName environment, string @namespace, string job, CancellationToken cancellationToken) =>
        Task.FromResult(JobProblem);

    public Task<SmokeTestResult> RunAsync(Cell cell, ImageTag version, string run, CancellationToken cancellationToken)
    {
        BeforeCall("smoke test");
        if (!SmokeRuns.Contains(run))
        {
            SmokeRuns.Add(run);
        }

        return Task.FromResult(SmokeTest(cell, version));
    }

    public Task SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Sent.Add(notification);
        return Task.CompletedTask;
    }

    public Task TriggerAsync(Cell cell, CancellationToken cancellationToken)
    {
        Triggered.Add(cell);
        return Task.CompletedTask;
    }

    private string Head => _commits.Count == 0 ? "c0" : _commits[^1];
}
