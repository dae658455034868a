using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Core.Configuration;

namespace Release.Web.Hosting;

/// <summary>
/// The configuration repository being away is told and degrades: pages and history still serve. While it is read for the
/// first time the board would say that there is nothing: not ready.
/// </summary>
internal sealed class ConfigurationCheck(ConfigurationStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status switch
        {
            { Problem: { } problem } => HealthCheckResult.Degraded($"{problem} Last read {Time(status.LastSeen)}."),
            { Commit: { } commit } => HealthCheckResult.Healthy($"Read at {commit}, {Time(status.LastSeen)}."),
            _ => HealthCheckResult.Unhealthy("It is being read for the first time."),
        });

    private static string Time(DateTimeOffset? at) => at is { } time ? $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "never";
}
