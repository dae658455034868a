using Quartz;
using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Web.Jobs;

/// <summary>
/// Wakes every cell with an active deployment at start, and each minute those that nothing would wake any more: whatever
/// was lost, no deployment stays behind.
/// </summary>
internal sealed partial class ActiveCellSweep(
    IReleaseStore store, ISchedulerFactory schedulers, TimeProvider clock, ILogger<ActiveCellSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _sweptAtStart = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the sweep at start has been made.</summary>
    internal Task SweptAtStart => _sweptAtStart.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var atStart = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(all: atStart, stoppingToken);
                atStart = false;
                _sweptAtStart.TrySetResult();
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, exception);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    internal async Task SweepAsync(bool all, CancellationToken cancellationToken)
    {
        var cells = new List<Cell>();
        foreach (var cell in await ActiveCellsAsync(cancellationToken))
        {
            if (all || !await IsScheduledAsync(cell, cancellationToken))
            {
                cells.Add(cell);
            }
        }

        if (cells.Count == 0)
        {
            return;
        }

        await using var transaction = await store.BeginAsync(cancellationToken);
        foreach (var cell in cells)
        {
            await transaction.WakeAsync(cell, clock.GetUtcNow(), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        Log.Woken(logger, cells.Count, string.Join(", ", cells));
    }

    /// <summary>In a transaction of its own: the scheduler is asked afterwards, and would wait for this one to end.</summary>
    private async Task<IReadOnlyList<Cell>> ActiveCellsAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        return await transaction.ActiveCellsAsync(cancellationToken);
    }

    private async Task<bool> IsScheduledAsync(Cell cell, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        return await scheduler.Exists(CellJobs.Key(cell), cancellationToken);
    }
}
