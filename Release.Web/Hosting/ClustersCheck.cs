using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Core.Clusters;
using Release.Core.Environments;

namespace Release.Web.Hosting;

/// <summary>A cluster being away is told and degrades: the others, pages and history still serve.</summary>
internal sealed class ClustersCheck(IClusterState truths, EnvironmentOrder environments) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var away = environments.All
            .Select(environment => (environment.Name, Connection: truths.Connection(environment.Name)))
            .Where(cluster => !cluster.Connection.Connected)
            .Select(cluster => $"{cluster.Name}: {cluster.Connection.Problem ?? "not connected yet"}")
            .ToArray();
        return Task.FromResult(away.Length == 0
            ? HealthCheckResult.Healthy($"Connected to {environments.Names}.")
            : HealthCheckResult.Degraded(string.Join(' ', away)));
    }
}
