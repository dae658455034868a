using Hangfire.States;
using Hangfire.Storage;

namespace Release.Web.Jobs;

/// <summary>
/// Logs failed jobs, and lets them expire: Hangfire would keep them for ever, for a person to retry.
/// Release repeats the work itself, because its row stays due.
/// </summary>
internal sealed partial class FailedJobs(ILogger<FailedJobs> logger) : IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.NewState is FailedState failed)
        {
            Log.Failed(logger, failed.Exception, context.BackgroundJob.Job.ToString(), string.Join(", ", context.BackgroundJob.Job.Args.OfType<string>()));
            transaction.ExpireJob(context.BackgroundJob.Id, JobStorages.Kept);
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (context.OldStateName == FailedState.StateName)
        {
            transaction.PersistJob(context.BackgroundJob.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6041, LogLevel.Error, "The job {Job} ({Arguments}) failed; a new one is enqueued when its row is due")]
        public static partial void Failed(ILogger logger, Exception exception, string job, string arguments);
    }
}
