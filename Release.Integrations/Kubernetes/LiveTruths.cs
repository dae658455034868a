using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Live;
using Release.Core.Ports;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// The second and third truth of each cell, kept in memory. The watches mark cells; a pump looks at marked cells together
/// at most every <see cref="Pause"/>, says so where something really changed, and nudges the pipeline for every marked
/// one, because what a step waits for can be more than what the board shows.
/// </summary>
internal sealed partial class LiveTruths : ILiveTruths
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(75);

    private readonly ClusterCaches _caches;
    private readonly Placements _placements;
    private readonly IWakeUps _wakeUps;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Cell, LiveCell> _cells = new();
    private readonly ConcurrentDictionary<(EnvironmentName, string), ImageTag> _lastSynced = new();
    private readonly Lock _lock = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private HashSet<Cell> _marked = [];

    public LiveTruths(ClusterCaches caches, Placements placements, IWakeUps wakeUps, TimeProvider timeProvider, ILogger<LiveTruths> logger)
    {
        (_caches, _placements, _wakeUps, _timeProvider, _logger) = (caches, placements, wakeUps, timeProvider, logger);
        foreach (var cache in caches.All)
        {
            cache.Applications.Changed += change => MarkApplication(cache, change.Before?.Metadata, change.After?.Metadata);
            cache.Deployments.Changed += change => MarkWorkload(cache, change.Before, change.After);
            cache.Pods.Changed += change => MarkWorkload(cache, change.Before, change.After);
        }
    }

    public event Action<Cell>? Changed;

    public LiveCell? Find(Cell cell) => _cells.GetValueOrDefault(cell);

    public ClusterConnection Connection(EnvironmentName environment) =>
        _caches.Find(environment)?.Connection ?? new ClusterConnection(false, null, $"There is no environment '{environment}'.");

    /// <summary>Looks at marked cells until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _signal.Reader.WaitToReadAsync(cancellationToken))
        {
            // A rollout changes many objects at once: one look at the end of the burst is enough.
            await Task.Delay(Pause, _timeProvider, cancellationToken);
            _signal.Reader.TryRead(out _);
            foreach (var cells in TakeMarked().GroupBy(cell => cell.Environment))
            {
                var index = _caches.Find(cells.Key) is { } cache ? new ClusterIndex(cache, _placements) : null;
                foreach (var cell in cells)
                {
                    await TellAsync(cell, index, cancellationToken);
                }
            }
        }
    }

    private async Task TellAsync(Cell cell, ClusterIndex? index, CancellationToken cancellationToken)
    {
        try
        {
            Look(cell, index);
            await _wakeUps.NudgeAsync(cell, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A nudge is a hint; without it the pipeline looks a few seconds later.
            LogFailed(_logger, exception, cell);
        }
    }

    private HashSet<Cell> TakeMarked()
    {
        lock (_lock)
        {
            var marked = _marked;
            _marked = [];
            return marked;
        }
    }

    private void MarkApplication(ClusterCache cache, ObjectMeta? before, ObjectMeta? after) =>
        Mark(cache, [.. new[] { before, after }.OfType<ObjectMeta>().Select(_placements.ApplicationOf).OfType<ApplicationName>()]);

    private void MarkWorkload(ClusterCache cache, IKubernetesObject? before, IKubernetesObject? after) =>
        Mark(cache, [.. new[] { before, after }.OfType<IKubernetesObject>().SelectMany(item => _placements.ApplicationsOf(item.Metadata))]);

    private void Mark(ClusterCache cache, IReadOnlyList<ApplicationName> applications)
    {
        lock (_lock)
        {
            foreach (var application in applications)
            {
                _marked.Add(new Cell(application, cache.Environment));
            }
        }

        if (applications.Count > 0)
        {
            _signal.Writer.TryWrite(true);
        }
    }

    private void Look(Cell cell, ClusterIndex? index)
    {
        var before = _cells.GetValueOrDefault(cell);
        var after = index is null ? null : LiveCellReading.Read(cell, index, _lastSynced, _timeProvider.GetUtcNow());
        if (LiveCellReading.AreSame(before, after))
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
}
