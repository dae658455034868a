using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Stores;

namespace Release.Web.Health;

/// <summary>Unhealthy when the database cannot be written to. Writes at most once a second, however often it is asked.</summary>
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
                // On a full disk SQLite can still write into the space that its log already has.
                return HealthCheckResult.Unhealthy("The database's disk is full.");
            }

            await WriteAsync(cancellationToken);
            var last = await events.LastSequenceAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Answers; the event log is at {last}.");
        }
        catch (Exception error) when (DatabaseTrouble.Is(error))
        {
            // The database client's message can name hosts and users, so only the log gets it.
            return HealthCheckResult.Unhealthy(
                DiskTrouble.IsFull(error) ? "The database's disk is full." : "The database does not answer or refuses writes.", error);
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
