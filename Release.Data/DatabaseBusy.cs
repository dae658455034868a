using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Release.Data;

/// <summary>What a database says when it was only busy, or did not answer in time: trying again soon will help.</summary>
public static class DatabaseBusy
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    public static bool Is(Exception error) => error switch
    {
        TimeoutException => true,
        SqlException server => Is(server.Number),
        SqliteException file => file.SqliteErrorCode is SqliteBusy or SqliteLocked,
        // PostgreSQL's client knows which of its errors pass.
        DbException other => other.IsTransient,
        DbUpdateException or InvalidOperationException => error.InnerException is { } inner && Is(inner),
        _ => false,
    };

    /// <summary>
    /// SQL Server's numbers: a time-out (-2), a deadlock (1205), a lock not had in time (1222), a connection that broke or
    /// could not be made, a server that starts or is full.
    /// </summary>
    internal static bool Is(int number) => number
        is -2 or -1 or 20 or 53 or 64 or 121 or 233 or 258 or 1205 or 1222 or 4060 or 10053 or 10054 or 10060 or 10061
        or 10928 or 10929 or 40197 or 40501 or 40613 or 49918 or 49919 or 49920;
}
