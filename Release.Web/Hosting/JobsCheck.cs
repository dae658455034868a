using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace Release.Web.Hosting;

/// <summary>Without the scheduler no deployment moves: not ready.</summary>
internal sealed class JobsCheck(ISchedulerFactory schedulers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            return scheduler.Status is SchedulerStatus.Running
                ? HealthCheckResult.Healthy("The scheduler runs.")
                : HealthCheckResult.Unhealthy($"The scheduler does not run: {scheduler.Status}.");
        }
        catch (SchedulerException error)
        {
            return HealthCheckResult.Unhealthy("The scheduler cannot be asked.", error);
        }
    }
}
