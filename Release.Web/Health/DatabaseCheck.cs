using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Stores;

namespace Release.Web.Health;

/// <summary>Without a database that takes what is written nothing works: not ready. Writes at most once a second, however often it is asked.</summary>
internal sealed class DatabaseCheck(DatabaseOptions database, EventQueries events, SettingStore settings, TimeProvider clock) : IHealthCheck
{
    private const string Written = "readiness.written";
    private static readonly TimeSpan WrittenCounts = TimeSpan.FromSeconds(1);
    private long? _written;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (database.File is { } file && DiskTrouble.HasNoRoom(Path.GetDirectoryName(file)!))
            {
                // SQLite still writes into the room that its log has already.
                return HealthCheckResult.Unhealthy("The database's disk is full.");
            }

            await WriteAsync(cancellationToken);
            var last = await events.LastSequenceAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Answers; the event log is at {last}.");
        }
        catch (Exception error) when (DatabaseTrouble.Is(error))
        {
            // The message of a database's client can name hosts and users; it stands in the log only.
            return HealthCheckResult.Unhealthy(
                DiskTrouble.IsFull(error) ? "The database's disk is full." : "The database does not answer, or takes no writes.", error);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        if (_written is { } before && clock.GetElapsedTime(before) < WrittenCounts)
        {
            return;
        }

        await settings.SetAsync(Written, clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellationToken);
        _written = clock.GetTimestamp();
    }
}
