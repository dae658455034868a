using System.Data.Common;
using Quartz;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>Wake-ups as triggers, stored in the caller's transaction.</summary>
internal sealed class QuartzTransactionalWakeUps(ISchedulerFactory schedulers) : ITransactionalWakeUps
{
    public async Task CommitAsync(
        DbTransaction transaction, IReadOnlyList<WakeUp> wakeUps, Func<CancellationToken, Task> commit, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);

        // Ended after the commit: only then does the scheduler's own thread hear of the new triggers and can see them.
        using (scheduler.EnlistTransaction(transaction))
        {
            foreach (var (cell, at) in wakeUps)
            {
                await scheduler.ScheduleJob(
                    CellJobs.Job(cell), CellJobs.Once(CellJobs.TimerKey(cell), cell, at), ScheduleJobOptions.Replacing, cancellationToken);
            }

            await commit(cancellationToken);
        }
    }
}
