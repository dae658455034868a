using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using WatchEventType = k8s.WatchEventType;

namespace Release.Integrations.Kubernetes.Watch;

/// <summary>One change of an informer's cache.</summary>
/// <param name="Before">Null if it was added.</param>
/// <param name="After">Null if it was deleted.</param>
internal sealed record InformerChange<T>(T? Before, T? After)
    where T : class;

/// <summary>Whether an informer's cache is current.</summary>
/// <param name="IsConnected">A watch is open, so the cache is current.</param>
/// <param name="HasListed">The cache was complete at least once.</param>
/// <param name="LastSeen">When the cluster last answered.</param>
/// <param name="Problem">Why it is not connected, for people; null if it is.</param>
internal sealed record InformerStatus(bool IsConnected, bool HasListed, DateTimeOffset? LastSeen, string? Problem)
{
    public static readonly InformerStatus Initial = new(false, false, null, "Not connected yet.");
}

/// <summary>Identifies an object among those of one kind in one cluster.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    public static ObjectKey Of(ObjectMeta metadata) => new(metadata.Namespace ?? "", metadata.Name);
}

/// <summary>
/// A cache of all objects of one kind in one cluster, kept current by list and watch (kubernetes.io, "Efficient detection of
/// changes"). One loop writes it; any thread may read it. On any failure the loop continues and the cache stays readable;
/// <see cref="Status"/> says how old it is.
/// </summary>
internal sealed partial class Informer<T>(
    Func<ClusterClient> client, ResourceKind<T> kind, ObjectSelection selection, string cluster, BackOff backOff, TimeProvider clock, ILogger logger)
    where T : class, IKubernetesObject
{
    /// <summary>A watch that ends sooner than this without an event counts as a failure: reopening it at once could become a busy loop.</summary>
    private static readonly TimeSpan WorthwhileWatch = TimeSpan.FromSeconds(2);

    /// <summary>
    /// After this many failures in a row the informer lists again: a cluster restored from a backup may never reach the old resource version.
    /// </summary>
    private const int PatienceWithPlace = 8;

    private readonly ResourceKind<T> _kind = kind.ForCache();
    private volatile ImmutableDictionary<ObjectKey, T> _items = ImmutableDictionary<ObjectKey, T>.Empty;
    private volatile InformerStatus _status = InformerStatus.Initial;
    private string? _resourceVersion;
    private int _failures;
    private int _failuresAtPlace;

    /// <summary>Raised on the informer's loop for each change, after the cache has it. Handlers must return quickly.</summary>
    public event Action<InformerChange<T>>? Changed;

    /// <summary>Raised on the informer's loop when it connects or loses its connection.</summary>
    public event Action<InformerStatus>? StatusChanged;

    public InformerStatus Status => _status;

    /// <summary>A snapshot of all objects.</summary>
    public IEnumerable<T> Items => _items.Values;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await FollowAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // The loop must survive a bug, or the board would freeze: log it and continue.
                pause = Lost(exception);
            }

            await DelayAsync(pause, cancellationToken);
        }
    }

    /// <summary>Lists if needed, then watches until the watch ends. Returns how long to wait before the next round.</summary>
    private async Task<TimeSpan> FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_resourceVersion is null)
            {
                await ListAsync(cancellationToken);
            }

            var opened = clock.GetTimestamp();
            var events = await WatchAsync(cancellationToken);
            if (events == 0 && clock.GetElapsedTime(opened) < WorthwhileWatch)
            {
                return Lost(new IOException("The watch ended immediately."));
            }

            return TimeSpan.Zero;
        }
        catch (KubernetesExpiredException exception)
        {
            Log.Expired(logger, kind.Plural, cluster, exception.Message);
            _resourceVersion = null;
            _failuresAtPlace = 0;
            return backOff.WithJitterAfter(++_failures);
        }
        catch (OutsideException exception)
        {
            return Lost(exception);
        }
    }

    private async Task ListAsync(CancellationToken cancellationToken)
    {
        var list = await client().ListAsync(_kind, selection, cancellationToken);
        var listed = new Dictionary<ObjectKey, T>();
        foreach (var item in list.Items)
        {
            listed[ObjectKey.Of(item.Metadata)] = item;
        }

        foreach (var (key, gone) in _items.Where(pair => !listed.ContainsKey(pair.Key)))
        {
            Remove(key, gone);
        }

        foreach (var item in listed.Values)
        {
            Put(item);
        }

        _resourceVersion = list.ResourceVersion;
        SetStatus(_status with { HasListed = true, LastSeen = clock.GetUtcNow() });
    }

    /// <summary>Returns how many events arrived.</summary>
    private async Task<int> WatchAsync(CancellationToken cancellationToken)
    {
        var events = 0;
        using var watch = await client().OpenWatchAsync(_kind, selection, _resourceVersion, cancellationToken);
        SetStatus(_status with { IsConnected = true, Problem = null, LastSeen = clock.GetUtcNow() });
        while (await watch.NextAsync(cancellationToken) is { } next)
        {
            events++;
            _failures = 0;
            _failuresAtPlace = 0;
            Apply(next);
            _resourceVersion = next.ResourceVersion ?? _resourceVersion;
            _status = _status with { LastSeen = clock.GetUtcNow() };
        }

        return events;
    }

    private void Apply(WatchEvent<T> next)
    {
        if (next.Object is not { } item)
        {
            return;
        }

        if (next.Type != WatchEventType.Deleted)
        {
            Put(item);
            return;
        }

        var key = ObjectKey.Of(item.Metadata);
        if (_items.TryGetValue(key, out var gone))
        {
            Remove(key, gone);
        }
    }

    private void Put(T item)
    {
        var key = ObjectKey.Of(item.Metadata);
        var before = _items.GetValueOrDefault(key);
        if (before is not null && before.Metadata.ResourceVersion == item.Metadata.ResourceVersion && item.Metadata.ResourceVersion is not null)
        {
            return;
        }

        if (before is not null && before.Metadata.Uid != item.Metadata.Uid)
        {
            // Another object with the same name: the deletion of the first was missed.
            Remove(key, before);
            before = null;
        }

        _items = _items.SetItem(key, item);
        Tell(before, item);
    }

    private void Remove(ObjectKey key, T gone)
    {
        _items = _items.Remove(key);
        Tell(gone, null);
    }

    private TimeSpan Lost(Exception exception)
    {
        var pause = backOff.WithJitterAfter(++_failures);
        if (++_failuresAtPlace >= PatienceWithPlace)
        {
            _resourceVersion = null;
            _failuresAtPlace = 0;
        }

        if (exception is OutsideException or IOException)
        {
            Log.Lost(logger, kind.Plural, cluster, exception.Message, pause.TotalSeconds);
        }
        else
        {
            Log.Unexpected(logger, exception, kind.Plural, cluster, pause.TotalSeconds);
        }

        SetStatus(_status with { IsConnected = false, Problem = exception.Message });
        return pause;
    }

    private async Task DelayAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition ends it.
            return;
        }
    }

    private void SetStatus(InformerStatus status)
    {
        var before = _status;
        _status = status;
        if (before.IsConnected != status.IsConnected || before.HasListed != status.HasListed || before.Problem != status.Problem)
        {
            Guarded(() => StatusChanged?.Invoke(status));
        }
    }

    private void Tell(T? before, T? after) => Guarded(() => Changed?.Invoke(new InformerChange<T>(before, after)));

    /// <summary>An exception in a listener must not stop the cache from being updated.</summary>
    private void Guarded(Action raise)
    {
        try
        {
            raise();
        }
        catch (Exception exception)
        {
            Log.ListenerFailed(logger, exception, kind.Plural, cluster);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4210, LogLevel.Information, "The watch of {Kind} in the {Cluster} cluster is too old and starts again with a list: {Reason}")]
        public static partial void Expired(ILogger logger, string kind, string cluster, string reason);

        [LoggerMessage(4211, LogLevel.Warning, "The watch of {Kind} in the {Cluster} cluster is lost: {Reason} Next try in {Seconds:0.0} s")]
        public static partial void Lost(ILogger logger, string kind, string cluster, string reason, double seconds);

        [LoggerMessage(4212, LogLevel.Error, "The watch of {Kind} in the {Cluster} cluster failed unexpectedly. Next try in {Seconds:0.0} s")]
        public static partial void Unexpected(ILogger logger, Exception exception, string kind, string cluster, double seconds);

        [LoggerMessage(4213, LogLevel.Error, "A listener to {Kind} in the {Cluster} cluster failed")]
        public static partial void ListenerFailed(ILogger logger, Exception exception, string kind, string cluster);
    }
}
