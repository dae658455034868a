using Quartz;
using Quartz.Extensibility;

namespace Release.Web.Jobs;

/// <summary>What the pipeline's jobs are doing, on every replica.</summary>
internal sealed class JobQueries(ISchedulerFactory schedulers, IExecutionHistoryStore history)
{
    private const int Most = 500;
    private const int FailuresShown = 50;

    /// <summary>Running first, then waiting by when they are due, then the newest failures of the last day.</summary>
    public async Task<IReadOnlyList<JobLine>> ListAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var running = await RunningAsync(scheduler, cancellationToken);
        var waiting = await WaitingAsync(scheduler, cancellationToken);
        var failed = await FailedAsync(scheduler, cancellationToken);
        return [.. running, .. waiting, .. failed];
    }

    private static async Task<IEnumerable<JobLine>> RunningAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var firings = await scheduler.QueryFireInstances(new FireInstanceQuery { Take = Most }, cancellationToken);
        return firings.Items.Where(firing => firing.JobKey is { Group: CellJobs.Group })
            .Select(firing => new JobLine(CellJobs.CellOf(firing.JobKey!), JobState.Running, firing.FireTimeUtc, firing.SchedulerInstanceId))
            .OrderBy(line => line.At);
    }

    private static async Task<IEnumerable<JobLine>> WaitingAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var triggers = await scheduler.QueryTriggers(new TriggerQuery { Take = Most }, cancellationToken);
        return triggers.Items.Where(trigger => trigger.JobKey.Group == CellJobs.Group && trigger.NextFireTimeUtc is not null)
            .Select(trigger => new JobLine(CellJobs.CellOf(trigger.JobKey), JobState.Waiting, trigger.NextFireTimeUtc!.Value, trigger.Key.Group))
            .OrderBy(line => line.At);
    }

    private async Task<IEnumerable<JobLine>> FailedAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var query = new ExecutionHistoryQuery { SchedulerName = scheduler.SchedulerName, Results = [JobRunResult.Failed], Take = FailuresShown };
        var failures = await history.QueryExecutions(query, cancellationToken);
        return failures.Items.Where(entry => entry.JobGroup == CellJobs.Group)
            .Select(entry => new JobLine(
                CellJobs.CellOf(new JobKey(entry.JobName, entry.JobGroup)), JobState.Failed, entry.FiredAtUtc, entry.ExceptionMessage ?? "No reason was given."));
    }
}
