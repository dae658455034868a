using Hangfire;
using Release.Data.Events;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>Work whose rows in the database say when it is due: messages, webhooks, changes that deployments ship.</summary>
internal interface IDueWork
{
    /// <summary>Raised when there may be new work, or work that is due earlier.</summary>
    Signal Changed { get; }

    /// <summary>How often to look without a signal: signals of other replicas do not arrive here.</summary>
    TimeSpan Interval { get; }

    /// <summary>How long to wait after a job was enqueued, so that a burst of signals is one job.</summary>
    TimeSpan Pace { get; }

    /// <summary>When the next work is due; null when there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    void Enqueue(IBackgroundJobClient jobs);
}

/// <summary>Enqueues a job whenever work is due: looks at once on a signal, and at an interval.</summary>
internal sealed partial class DueWorkLoop<TWork>(
    TWork work, IBackgroundJobClient jobs, StartupGate gate, TimeProvider clock, ILogger<DueWorkLoop<TWork>> logger) : BackgroundService
    where TWork : class, IDueWork
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = work.Changed.Next;
            var wait = work.Interval;
            try
            {
                var due = await work.NextDueAsync(stoppingToken) - clock.GetUtcNow();
                if (due <= TimeSpan.Zero)
                {
                    work.Enqueue(jobs);
                    await Task.Delay(work.Pace, clock, stoppingToken);
                }
                else if (due < wait)
                {
                    wait = due.Value;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception, typeof(TWork).Name);
            }

            await Signal.WaitAsync(changed, wait, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6035, LogLevel.Error, "Could not find or enqueue due work of {Work}; trying again in a few seconds")]
        public static partial void Failed(ILogger logger, Exception exception, string work);
    }
}
