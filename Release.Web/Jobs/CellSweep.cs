using Release.Data.Events;
using Release.Data.Stores;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>
/// Enqueues a pass for every cell that is due and that nobody works on: all that are under way at start, then what falls
/// due, looked at each second. It takes the place of timers and repairs what was lost, a job or a killed process' work.
/// </summary>
internal sealed partial class CellSweep(
    CellPassStore cells, AbandonedClaims formerOwner, PassRequests passes, StartupGate gate, TimeProvider clock, ILogger<CellSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int Most = 500;

    /// <summary>A job that was enqueued and has not begun by then is taken for lost.</summary>
    private static readonly TimeSpan JobPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ForgottenInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<DueCell, long> _enqueued = [];
    private long _lookedForForgotten;
    private DateTimeOffset _lastLook;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when what a former owner of the database left claimed is free, and what was under way goes on.</summary>
    public Task Begun => _begun.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken);
        var begun = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var soonDue = passes.SoonDue.Next;
            var wait = Interval;
            try
            {
                if (!begun)
                {
                    await BeginAsync(stoppingToken);
                    begun = true;
                }

                wait = await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
            }

            await Signal.WaitAsync(soonDue, wait, clock, stoppingToken);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await formerOwner.FreeClaimsAsync(cancellationToken);
        Log.Begun(logger, await cells.WakeActiveAsync(cancellationToken));
        _lastLook = clock.GetUtcNow();
        _lookedForForgotten = clock.GetTimestamp();
        _begun.TrySetResult();
    }

    /// <summary>Returns how long nothing more will be due.</summary>
    private async Task<TimeSpan> SweepAsync(CancellationToken cancellationToken)
    {
        await RepairAsync(cancellationToken);
        var due = await cells.DueAsync(Most, cancellationToken);
        foreach (var cell in due.Where(IsToEnqueue))
        {
            _enqueued[cell] = clock.GetTimestamp();
            passes.Enqueue(cell.Cell);
        }

        Forget(due);
        var next = await cells.NextDueAsync(cancellationToken) - clock.GetUtcNow();
        return next is { } wait && wait < Interval ? (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) : Interval;
    }

    private async Task RepairAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now < _lastLook)
        {
            // The clock was set back: what is due by the old clock would wait for the new one to catch up.
            Log.ClockWentBack(logger, _lastLook - now, await cells.WakeActiveAsync(cancellationToken));
        }
        else if (clock.GetElapsedTime(_lookedForForgotten) > ForgottenInterval)
        {
            _lookedForForgotten = clock.GetTimestamp();
            if (await cells.WakeForgottenAsync(cancellationToken) is > 0 and var count)
            {
                Log.Forgotten(logger, count);
            }
        }

        _lastLook = now;
    }

    /// <summary>The same look is not asked for twice, unless its job seems lost: with a long queue jobs would pile up.</summary>
    private bool IsToEnqueue(DueCell cell) => !_enqueued.TryGetValue(cell, out var at) || clock.GetElapsedTime(at) > JobPatience;

    private void Forget(IReadOnlyList<DueCell> due)
    {
        if (_enqueued.Count > due.Count)
        {
            var present = due.ToHashSet();
            foreach (var gone in _enqueued.Keys.Where(cell => !present.Contains(cell)).ToArray())
            {
                _enqueued.Remove(gone);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6021, LogLevel.Information, "{Count} cells with a deployment under way go on")]
        public static partial void Begun(ILogger logger, int count);

        [LoggerMessage(6022, LogLevel.Error, "Could not look for cells that are due; the next look is in a second")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(6023, LogLevel.Warning, "The clock went back by {Back}; {Count} cells with a deployment under way are looked at now")]
        public static partial void ClockWentBack(ILogger logger, TimeSpan back, int count);

        [LoggerMessage(6024, LogLevel.Warning, "{Count} cells had a deployment under way and no time to look at it; they are looked at now")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
