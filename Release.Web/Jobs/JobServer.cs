using Hangfire;
using Hangfire.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Release.Web.Jobs;

/// <summary>Hangfire's server: its workers begin when the sweep has, and are told to stop when Release is.</summary>
internal sealed class JobServer(
    JobStorage storage, JobActivator activator, IJobFilterProvider filters, IRecurringJobManager recurring, IEnumerable<RecurringWork> works, CellSweep sweep)
    : BackgroundService, IHealthCheck
{
    /// <summary>Jobs at once, each on a thread of its own. Most wait for the outside, and updates of the configuration repository that wait together share one push.</summary>
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

        // Jobs are told at once: what they do is idempotent and goes on at the next start.
        StopTimeout = TimeSpan.Zero,
        ShutdownTimeout = ShutdownLimit,
    };
}

/// <summary>A recurring job: at start it is added, or given its present times.</summary>
/// <param name="AddTo">Adds it, with its name and its times.</param>
internal sealed record RecurringWork(Action<IRecurringJobManager> AddTo)
{
    /// <summary>Cron with six fields, the first of which are seconds. Where the period does not divide the minute or the hour, the last one of each is shorter.</summary>
    public static string Every(TimeSpan period) => period switch
    {
        { TotalSeconds: < 60 } => $"*/{Math.Max(1, (int)period.TotalSeconds)} * * * * *",
        { TotalMinutes: < 60 } => $"0 */{(int)period.TotalMinutes} * * * *",
        _ => $"0 0 */{Math.Min(23, (int)period.TotalHours)} * * *",
    };
}
