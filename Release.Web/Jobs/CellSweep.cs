using Release.Data.Events;
using Release.Data.Stores;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>
/// Enqueues a pass for every cell that is due and has no pass running: at start all with a deployment under way, then those that fall
/// due, checked every second. It replaces timers, and finds work that a lost job or a killed process left behind.
/// </summary>
internal sealed partial class CellSweep(
    CellPassStore cells, AbandonedClaims abandonedClaims, PassRequests passes, StartupGate gate, TimeProvider clock, ILogger<CellSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const int BatchSize = 500;

    /// <summary>An enqueued job that has not begun after this time is considered lost.</summary>
    private static readonly TimeSpan JobPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ForgottenInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<DueCell, long> _enqueued = [];
    private long _lookedForForgotten;
    private DateTimeOffset _lastLook;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the claims of a former process are released and active cells are due.</summary>
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
        await abandonedClaims.FreeClaimsAsync(cancellationToken);
        Log.Begun(logger, await cells.WakeActiveAsync(cancellationToken));
        _lastLook = clock.GetUtcNow();
        _lookedForForgotten = clock.GetTimestamp();
        _begun.TrySetResult();
    }

    /// <summary>Enqueues what is due, and returns the time until the next sweep.</summary>
    private async Task<TimeSpan> SweepAsync(CancellationToken cancellationToken)
    {
        await RepairAsync(cancellationToken);
        var due = await cells.DueAsync(BatchSize, cancellationToken);
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
            // The clock was set back: due times from the old clock would now be too late.
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

    /// <summary>The same due time is enqueued once, unless its job seems lost; otherwise jobs would pile up behind a long queue.</summary>
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
        [LoggerMessage(6021, LogLevel.Information, "Resuming {Count} cells with a deployment under way")]
        public static partial void Begun(ILogger logger, int count);

        [LoggerMessage(6022, LogLevel.Error, "Could not look for cells that are due; trying again in a second")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(6023, LogLevel.Warning, "The clock went back by {Back}; {Count} cells with a deployment under way are due now")]
        public static partial void ClockWentBack(ILogger logger, TimeSpan back, int count);

        [LoggerMessage(6024, LogLevel.Warning, "{Count} cells had a deployment under way but no due time; they are due now")]
        public static partial void Forgotten(ILogger logger, int count);
    }
}
