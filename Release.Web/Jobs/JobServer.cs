using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Release.Web.Jobs;

/// <summary>Runs Hangfire's server: workers start after the sweep, and stop with Release.</summary>
internal sealed class JobServer(
    JobStorage storage, JobActivator activator, IJobFilterProvider filters, IRecurringJobManager recurring, IEnumerable<RecurringWork> works, CellSweep sweep)
    : BackgroundService, IHealthCheck
{
    /// <summary>Concurrent jobs, each on its own thread. Most only wait for other systems, and waiting updates of the configuration repository share one push.</summary>
    private const int Workers = 36;
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShutdownLimit = TimeSpan.FromSeconds(5);

    private volatile bool _running;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_running ? HealthCheckResult.Healthy("Jobs run.") : HealthCheckResult.Unhealthy("Jobs do not run."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await sweep.Begun.WaitAsync(stoppingToken);
        foreach (var work in works)
        {
            work.AddTo(recurring);
        }

        using var server = new BackgroundJobServer(Options(), storage);
        _running = true;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _running = false;
        server.SendStop();
        using var limit = new CancellationTokenSource(ShutdownLimit);
        await server.WaitForShutdownAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private BackgroundJobServerOptions Options() => new()
    {
        WorkerCount = Workers,
        Activator = activator,
        FilterProvider = filters,
        SchedulePollingInterval = PollInterval,

        // Jobs are cancelled at once: they are idempotent and continue at the next start.
        StopTimeout = TimeSpan.Zero,
        ShutdownTimeout = ShutdownLimit,
    };
}

/// <summary>A recurring job, which is added or rescheduled at start.</summary>
/// <param name="AddTo">Adds it with its name and schedule.</param>
internal sealed record RecurringWork(Action<IRecurringJobManager> AddTo)
{
    /// <summary>A cron expression with seconds. If the period does not divide the minute (or hour), the last interval of each is shorter.</summary>
    public static string Every(TimeSpan period) => period switch
    {
        { TotalSeconds: < 60 } => $"*/{Math.Max(1, (int)period.TotalSeconds)} * * * * *",
        { TotalMinutes: < 60 } => $"0 */{(int)period.TotalMinutes} * * * *",
        _ => $"0 0 */{Math.Min(23, (int)period.TotalHours)} * * *",
    };
}
