using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Core.Sources;

namespace Release.Web.Hosting;

/// <summary>GitHub being away, or its quota used up, is told and degrades: deploying what is built already goes on without it.</summary>
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
