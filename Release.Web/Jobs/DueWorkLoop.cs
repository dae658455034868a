using Hangfire;
using Release.Data.Events;
using Release.Web.Hosting;

namespace Release.Web.Jobs;

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
