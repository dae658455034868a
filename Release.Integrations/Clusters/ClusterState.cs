using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Storage;
using Release.Integrations.Engine;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Clusters;

/// <summary>
/// What is synced and what runs in each cell, kept in memory. The watches mark cells as changed. One loop rebuilds the
/// marked cells, at most every <see cref="Pause"/>, and raises <see cref="Changed"/> where the board's data differ. Another
/// triggers the pipeline for every marked cell, because a step may wait for something that the board does not show.
/// </summary>
internal sealed partial class ClusterState : IClusterState, IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(75);

    private readonly ClusterCaches _caches;
    private readonly ApplicationPlacements _placements;
    private readonly ManualChanges _manualChanges;
    private readonly IPassTrigger _trigger;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Cell, LiveCell> _cells = new();
    private readonly LiveCellBuilder _builder;
    private readonly Dictionary<EnvironmentName, ClusterHealth> _health;
    private readonly DirtySet _toRefresh = new();
    private readonly DirtySet _toTrigger = new();

    public ClusterState(
        ClusterCaches caches, ApplicationPlacements placements, ManualChanges manualChanges, IPassTrigger trigger, TimeProvider clock, ILogger<ClusterState> logger)
    {
        (_caches, _placements, _manualChanges, _trigger, _clock, _logger) = (caches, placements, manualChanges, trigger, clock, logger);
        _builder = new LiveCellBuilder(manualChanges);
        _health = caches.All.ToDictionary(
            cache => cache.Environment, cache => new ClusterHealth(cache, clock, environment => ConnectionChanged?.Invoke(environment)));
        foreach (var cache in caches.All)
        {
            cache.Applications.Changed += change => MarkApplication(cache, change.Before?.Metadata, change.After?.Metadata);
            cache.Deployments.Changed += change => MarkWorkload(cache, change.Before, change.After);
            cache.Pods.Changed += change => MarkWorkload(cache, change.Before, change.After);
        }

        manualChanges.Known += _toRefresh.Add;
    }

    public event Action<Cell>? Changed;

    public event Action<EnvironmentName>? ConnectionChanged;

    public LiveCell? Find(Cell cell) => _cells.GetValueOrDefault(cell);

    public ClusterConnection Connection(EnvironmentName environment) =>
        _health.GetValueOrDefault(environment)?.Current ?? new ClusterConnection(false, null, $"The environment '{environment}' does not exist.");

    /// <summary>Rebuilds marked cells until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(KeepRefreshingAsync(cancellationToken), KeepTriggeringAsync(cancellationToken), _manualChanges.RunAsync(cancellationToken));

    public void Dispose()
    {
        foreach (var health in _health.Values)
        {
            health.Dispose();
        }
    }

    private async Task KeepRefreshingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            // A rollout changes many objects at once, so rebuild once at the end of the burst.
            foreach (var cell in await _toRefresh.TakeAsync(Pause, _clock, cancellationToken))
            {
                try
                {
                    Refresh(cell);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    Log.RefreshFailed(_logger, exception, cell);
                }

                _toTrigger.Add(cell);
            }
        }
    }

    /// <summary>A loop of its own, so that the board does not wait for the scheduler.</summary>
    private async Task KeepTriggeringAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var cell in await _toTrigger.TakeAsync(TimeSpan.Zero, _clock, cancellationToken))
            {
                try
                {
                    await _trigger.TriggerAsync(cell, cancellationToken);
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // A lost trigger only delays the next pass; the sweep finds every due cell.
                    Log.Failed(_logger, exception, cell);
                }
            }
        }
    }

    private void MarkApplication(ClusterCache cache, ObjectMeta? before, ObjectMeta? after)
    {
        foreach (var application in new[] { before, after }.OfType<ObjectMeta>().Select(_placements.ApplicationOf).OfType<ApplicationName>().Distinct())
        {
            _toRefresh.Add(new Cell(application, cache.Environment));
        }
    }

    private void MarkWorkload(ClusterCache cache, IKubernetesObject? before, IKubernetesObject? after)
    {
        foreach (var application in new[] { before, after }.OfType<IKubernetesObject>().SelectMany(item => _placements.ApplicationsOf(item.Metadata)).Distinct())
        {
            _toRefresh.Add(new Cell(application, cache.Environment));
        }
    }

    private void Refresh(Cell cell)
    {
        var before = _cells.GetValueOrDefault(cell);
        var after = _caches.Find(cell.Environment) is { } cache ? _builder.Read(cell, cache, before, _clock.GetUtcNow()) : null;
        if (LiveCellBuilder.Equivalent(before, after))
        {
            return;
        }

        if (after is null)
        {
            _cells.TryRemove(cell, out _);
        }
        else
        {
            _cells[cell] = after;
        }

        Changed?.Invoke(cell);
    }

    private static partial class Log
    {
        [LoggerMessage(4220, LogLevel.Warning, "Triggering the pipeline after a change of {Cell} failed")]
        public static partial void Failed(ILogger logger, Exception exception, Cell cell);

        [LoggerMessage(4221, LogLevel.Error, "Rebuilding the cluster state of {Cell} failed")]
        public static partial void RefreshFailed(ILogger logger, Exception exception, Cell cell);
    }
}

/// <summary>Cells that are marked as changed; a cell that is marked several times is in it once.</summary>
internal sealed class DirtySet
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<Cell> _marked = [];

    public void Add(Cell cell)
    {
        lock (_lock)
        {
            _marked.Add(cell);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>Waits for a marked cell and then for the length of a burst, and takes all marked cells.</summary>
    public async Task<IReadOnlyCollection<Cell>> TakeAsync(TimeSpan burst, TimeProvider clock, CancellationToken cancellationToken)
    {
        await _signal.Reader.ReadAsync(cancellationToken);
        if (burst > TimeSpan.Zero)
        {
            await Task.Delay(burst, clock, cancellationToken);
        }

        lock (_lock)
        {
            var marked = _marked;
            _marked = [];
            return marked;
        }
    }
}
