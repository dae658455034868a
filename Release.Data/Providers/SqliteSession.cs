using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Release.Data.Providers;

/// <summary>Settings of every connection to SQLite, applied when it opens.</summary>
internal static class SqliteSession
{
    // NORMAL in WAL mode: a killed process loses nothing; a power failure may lose the last commits but not consistency.
    // busy_timeout: SQLite retries every few milliseconds while another writer is active; the client's own retry takes 150 ms.
    private const string Pragmas = "PRAGMA busy_timeout = 30000; PRAGMA synchronous = NORMAL;";

    public static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}

internal sealed class SqliteSessionInterceptor : DbConnectionInterceptor
{
    public static readonly SqliteSessionInterceptor Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqliteSession.Prepare(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SqliteSession.Prepare(connection);
        return Task.CompletedTask;
    }
}
