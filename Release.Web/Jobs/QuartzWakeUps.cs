using Quartz;
using Release.Core.Applications;
using Release.Core.Ports;

namespace Release.Web.Jobs;

/// <summary>
/// Nudges as triggers beside the timer. A nudge that waits already is enough; one whose pass has begun is not, because
/// that pass may have looked before the change.
/// </summary>
internal sealed partial class QuartzWakeUps(ISchedulerFactory schedulers, TimeProvider clock, ILogger<QuartzWakeUps> logger) : IWakeUps
{
    public async Task NudgeAsync(Cell cell, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (!await scheduler.Exists(CellJobs.Key(cell), cancellationToken))
        {
            return;
        }

        try
        {
            await scheduler.ScheduleTrigger(
                CellJobs.Once(CellJobs.NudgeKey(cell), cell, clock.GetUtcNow()), TriggerConflict.Keep, cancellationToken);
        }
        catch (SchedulerException exception)
        {
            // Between the two calls the cell's last pass may have ended, and its job with it. Losing a nudge costs time only.
            Log.NudgeLost(logger, exception, cell);
        }
    }
}
