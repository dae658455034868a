using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Core.Sources;

namespace Release.Web.Health;

/// <summary>Degraded, not unhealthy, while a cluster is away: the other clusters, the pages and the history still work.</summary>
internal sealed class ClustersCheck(IClusterState clusters, EnvironmentOrder environments) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var away = environments.All
            .Select(environment => (environment.Name, Connection: clusters.Connection(environment.Name)))
            .Where(cluster => !cluster.Connection.Connected)
            .Select(cluster => $"{cluster.Name}: {cluster.Connection.Problem ?? "not connected yet"}")
            .ToArray();
        return Task.FromResult(away.Length == 0
            ? HealthCheckResult.Healthy($"Connected to {environments.Names}.")
            : HealthCheckResult.Degraded(string.Join(' ', away)));
    }
}

/// <summary>
/// Degraded while the configuration repository is away: pages and history still work. Unhealthy until it has been read for the
/// first time, because the board would be empty.
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

/// <summary>Degraded while GitHub is away or its quota is used up: versions that are already built can still be deployed.</summary>
internal sealed class GitHubCheck(ISourceHostStatus github) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = github.Current;
        return Task.FromResult(status switch
        {
            { IsWell: false } => HealthCheckResult.Degraded(status.AwaySince is { } since ? $"{status.Why} Away since {Time(since)}." : status.Why),
            { LastAnswer: { } last } => HealthCheckResult.Healthy($"It last answered at {Time(last)}."),
            _ => HealthCheckResult.Healthy("It has not been asked yet."),
        });
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
