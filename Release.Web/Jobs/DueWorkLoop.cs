using Hangfire;
using Release.Data.Events;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>Work of which rows in the database say when it is due: messages, webhooks, what deployments ship.</summary>
internal interface IDueWork
{
    /// <summary>Raised when there may be more of it, or sooner.</summary>
    Signal News { get; }

    /// <summary>How often it is looked for without news: other replicas' news are not heard.</summary>
    TimeSpan Interval { get; }

    /// <summary>How long to wait after a job was enqueued, so that a burst of news is one job.</summary>
    TimeSpan Pace { get; }

    /// <summary>When it is due; null when there is none.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken);

    void Enqueue(IBackgroundJobClient jobs);
}

/// <summary>Enqueues a job whenever its work is due: at once on news, and looked for in between.</summary>
internal sealed partial class DueWorkLoop<TWork>(
    TWork work, IBackgroundJobClient jobs, StartupGate gate, TimeProvider clock, ILogger<DueWorkLoop<TWork>> logger) : BackgroundService
    where TWork : class, IDueWork
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var news = work.News.Next;
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

            await Signal.WaitAsync(news, wait, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6035, LogLevel.Error, "Could not look for or enqueue the work of {Work}; trying again in a few seconds")]
        public static partial void Failed(ILogger logger, Exception exception, string work);
    }
}
