using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Data;
using Release.Data.Queries;

namespace Release.Web.Hosting;

/// <summary>Without the database nothing works: not ready.</summary>
internal sealed class DatabaseCheck(EventQueries events) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var last = await events.LastSequenceAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Answers; the event log is at {last}.");
        }
        catch (Exception error) when (DatabaseTrouble.Is(error))
        {
            // The message of a database's client can name hosts and users; it stands in the log only.
            return HealthCheckResult.Unhealthy("The database does not answer.", error);
        }
    }
}
