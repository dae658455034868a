using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Core.Live;

namespace Release.Web.Hosting;

/// <summary>The configuration repository being away is told and degrades: pages and history still serve.</summary>
internal sealed class ConfigurationCheck(ConfigurationStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(status switch
        {
            { Problem: { } problem } => HealthCheckResult.Degraded($"{problem} Last read {Time(status.LastSeen)}."),
            { Commit: { } commit } => HealthCheckResult.Healthy($"Read at {commit}, {Time(status.LastSeen)}."),
            _ => HealthCheckResult.Degraded("Not read yet."),
        });

    private static string Time(DateTimeOffset? at) => at is { } time ? $"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "never";
}
