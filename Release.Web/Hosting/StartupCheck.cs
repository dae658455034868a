using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Release.Web.Hosting;

/// <summary>Not ready before everything has started.</summary>
internal sealed class StartupCheck(StartupGate gate) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(gate.IsOpen ? HealthCheckResult.Healthy("Started.") : HealthCheckResult.Unhealthy("Still starting."));
}
