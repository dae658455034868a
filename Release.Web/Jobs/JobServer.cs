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
