using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Core.Board;

/// <summary>
/// Finds differences that have lasted long enough to record. It reads each new board, keeps only what is still pending, does
/// no I/O and reads no clock. An item stays pending until the board shows it as recorded, so a lost record is requested again.
/// </summary>
public sealed class DriftDebouncer(EnvironmentOrder environments, ObserveSettings observe, TimeZoneInfo zone)
{
    /// <summary>How long all ready pods must have had the same tag before it counts.</summary>
    public static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for a record to appear on the board before requesting it again.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    private readonly Dictionary<ApplicationName, BoardRow> _seen = [];
    private readonly Dictionary<(Cell Cell, Type Kind), Pending> _pending = [];

    /// <summary>When the next item is due; null when nothing is pending.</summary>
    public DateTimeOffset? NextDue => _pending.Count == 0 ? null : _pending.Values.Min(pending => pending.Due);

    /// <summary>Takes the newest board and examines the rows that changed (rows are immutable).</summary>
    public void Look(BoardSnapshot board, DateTimeOffset now)
    {
        foreach (var row in board.Rows)
        {
            if (!_seen.TryGetValue(row.Name, out var seen) || !ReferenceEquals(seen, row))
            {
                _seen[row.Name] = row;
                foreach (var cell in row.Cells)
                {
                    var connected = board.Connections.GetValueOrDefault(cell.Environment) is { Connected: true };
                    var key = new Cell(row.Name, cell.Environment);
                    Judge(key, cell, connected, now);
                    Observe(key, cell, connected, now);
                }
            }
        }
    }

    /// <summary>The items due now. Each is returned again after <see cref="AskAgain"/> unless the board shows it by then.</summary>
    public IReadOnlyList<DebouncedChange> TakeDue(DateTimeOffset now)
    {
        var due = _pending.Where(pending => pending.Value.Due <= now).ToArray();
        foreach (var (key, pending) in due)
        {
            _pending[key] = pending with { Due = now + AskAgain, IsTold = true };
        }

        return [.. due.Select(pending => pending.Value.Change)];
    }

    private void Judge(Cell key, BoardCell cell, bool connected, DateTimeOffset now)
    {
        var finding = DriftRule.CanJudge(cell, connected) ? DriftRule.Of(cell, zone) : null;
        var isNews = DriftRule.CanJudge(cell, connected) && (finding is null ? cell.Drift is not null : !finding.Matches(cell.Drift));
        Settle(isNews ? new DebouncedChange.Drift(key, finding, now) : null, typeof(DebouncedChange.Drift), key, now, DriftRule.PatienceFor(finding));
    }

    /// <summary>Only in observed environments: elsewhere a version that Release did not deploy is drift.</summary>
    private void Observe(Cell key, BoardCell cell, bool connected, DateTimeOffset now)
    {
        var running = connected && environments.Find(cell.Environment) is { Mode: EnvironmentMode.Observe }
            && cell.Live is { IsRollingOut: false, RunningVersions: [var only] } && only != cell.ObservedVersion
                ? only
                : null;

        // The notification arrives at the end of the other workflow, some time after the pods run.
        var patience = cell.DeployedVersion == running || cell is { DeployedVersion: null, ObservedVersion: null } ? SettlePatience : observe.Grace;
        Settle(running is null ? null : new DebouncedChange.Version(key, running, now), typeof(DebouncedChange.Version), key, now, patience);
    }

    private void Settle(DebouncedChange? change, Type kind, Cell cell, DateTimeOffset now, TimeSpan patience)
    {
        if (change is null)
        {
            _pending.Remove((cell, kind));
            return;
        }

        // An unchanged item keeps its start time; if it was announced meanwhile, it is due sooner.
        var key = (cell, kind);
        if (!_pending.TryGetValue(key, out var pending) || pending.Change with { Since = now } != change)
        {
            _pending[key] = new Pending(change, now + patience, IsTold: false);
        }
        else if (!pending.IsTold)
        {
            _pending[key] = pending with { Due = pending.Change.Since + patience };
        }
    }

    private sealed record Pending(DebouncedChange Change, DateTimeOffset Due, bool IsTold);
}

/// <summary>An observation about a cell that has lasted long enough to be recorded.</summary>
/// <param name="Since">When it was first seen.</param>
public abstract record DebouncedChange(Cell Cell, DateTimeOffset Since)
{
    /// <summary>The cell has drifted, or (null) no longer has.</summary>
    public sealed record Drift(Cell Cell, DriftFinding? Finding, DateTimeOffset Since) : DebouncedChange(Cell, Since);

    /// <summary>All pods run a version that was not recorded before.</summary>
    public sealed record Version(Cell Cell, ImageTag Running, DateTimeOffset Since) : DebouncedChange(Cell, Since);
}

/// <summary>How environments that others deploy to are observed.</summary>
/// <param name="Grace">How long an unannounced version may run before it is recorded as deployed.</param>
public sealed record ObserveSettings(TimeSpan Grace)
{
    public static readonly ObserveSettings Default = new(TimeSpan.FromSeconds(30));
}
