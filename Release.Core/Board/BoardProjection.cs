using System.Collections.Immutable;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>
/// The board in memory: rows from the database merged with the clusters' state. It does no I/O; a feeder supplies the rows.
/// </summary>
/// <remarks>
/// <see cref="IClusterState.Find"/> and <see cref="IClusterState.Connection"/> are called under this class's lock, so the
/// events of <see cref="IClusterState"/> must not be raised while holding a lock that they take.
/// </remarks>
public sealed class BoardProjection : IBoard, IDisposable
{
    /// <summary>The shortest time between two updates to subscribers.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, BoardRow> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<EnvironmentName, ClusterConnection> _connections = [];
    private readonly List<BoardSubscription> _subscriptions = [];
    private readonly IClusterState _live;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private BoardSnapshot _current = BoardSnapshot.Empty;
    private IReadOnlyList<string> _notices = [];
    private string? _stale;
    private long _sequence;
    private long _number;
    private bool _changed;
    private bool _timerArmed;
    private DateTimeOffset _publishedAt = DateTimeOffset.MinValue;

    public BoardProjection(IClusterState live, TimeProvider clock)
    {
        _live = live;
        _clock = clock;
        _timer = clock.CreateTimer(_ => PublishPending(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        live.Changed += TakeLiveChange;
        live.ConnectionChanged += TakeConnectionChange;
    }

    public BoardSnapshot Current
    {
        get
        {
            lock (_gate)
            {
                return Snapshot();
            }
        }
    }

    public BoardRow? Find(ApplicationName name)
    {
        lock (_gate)
        {
            return _rows.GetValueOrDefault(name.Value);
        }
    }

    public IBoardSubscription Subscribe()
    {
        lock (_gate)
        {
            var subscription = new BoardSubscription(Snapshot(), Remove);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Replaces the whole board.</summary>
    /// <param name="sequence">The last event that the rows contain.</param>
    public void Load(IEnumerable<BoardRow> rows, IReadOnlyList<string> notices, long sequence)
    {
        lock (_gate)
        {
            _rows.Clear();
            foreach (var row in rows)
            {
                _rows[row.Name.Value] = WithLive(row);
            }

            _notices = notices;
            _sequence = Math.Max(_sequence, sequence);
            Change();
        }
    }

    /// <summary>Replaces or adds one application's row.</summary>
    public void Replace(BoardRow row, long sequence)
    {
        lock (_gate)
        {
            _rows[row.Name.Value] = WithLive(row);
            _sequence = Math.Max(_sequence, sequence);
            Change();
        }
    }

    /// <summary>Sets the notices for operators; equal ones are ignored.</summary>
    public void SetNotices(IReadOnlyList<string> notices)
    {
        lock (_gate)
        {
            if (!_notices.SequenceEqual(notices, StringComparer.Ordinal))
            {
                _notices = notices;
                Change();
            }
        }
    }

    /// <summary>Shows on every page that the board may be out of date; null clears it.</summary>
    public void MarkStale(string? why)
    {
        lock (_gate)
        {
            if (_stale != why)
            {
                _stale = why;
                Change();
            }
        }
    }

    public void Dispose()
    {
        _live.Changed -= TakeLiveChange;
        _live.ConnectionChanged -= TakeConnectionChange;
        _timer.Dispose();
    }

    private void TakeLiveChange(Cell cell)
    {
        lock (_gate)
        {
            if (_rows.TryGetValue(cell.Application.Value, out var row))
            {
                _rows[cell.Application.Value] = WithLive(row);
                Change();
            }
        }
    }

    private void TakeConnectionChange(EnvironmentName environment)
    {
        lock (_gate)
        {
            _connections[environment] = _live.Connection(environment);
            foreach (var row in _rows.Values.ToArray())
            {
                _rows[row.Name.Value] = WithLive(row);
            }

            Change();
        }
    }

    private BoardRow WithLive(BoardRow row) => row with { Cells = [.. row.Cells.Select(cell => WithLive(row.Name, cell))] };

    private BoardCell WithLive(ApplicationName application, BoardCell cell)
    {
        if (!_connections.TryGetValue(cell.Environment, out var connection))
        {
            // Only the first read asks; later changes arrive as events.
            _connections[cell.Environment] = connection = _live.Connection(cell.Environment);
        }

        return cell with
        {
            Live = _live.Find(new Cell(application, cell.Environment)),
            StaleSince = connection is { Connected: false } ? connection.LastSeen : null,
        };
    }

    private void Change()
    {
        _changed = true;
        _number++;
        var quietSince = _clock.GetUtcNow() - _publishedAt;
        if (quietSince >= Pace)
        {
            Publish();
        }
        else if (!_timerArmed)
        {
            _timerArmed = true;
            _timer.Change(Pace - quietSince, Timeout.InfiniteTimeSpan);
        }
    }

    private void PublishPending()
    {
        lock (_gate)
        {
            _timerArmed = false;
            Publish();
        }
    }

    private void Publish()
    {
        _publishedAt = _clock.GetUtcNow();
        var snapshot = Snapshot();
        foreach (var subscription in _subscriptions)
        {
            subscription.Offer(snapshot);
        }
    }

    private BoardSnapshot Snapshot()
    {
        if (_changed)
        {
            _changed = false;
            _current = new BoardSnapshot(_number, [.. _rows.Values], _notices, _sequence) { Stale = _stale, Connections = _connections.ToImmutableDictionary() };
        }

        return _current;
    }

    private void Remove(BoardSubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
