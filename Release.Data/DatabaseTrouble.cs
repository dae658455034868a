using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Release.Core.Storage;

namespace Release.Data;

/// <summary>Recognises errors of a database that is unavailable, slow or contended.</summary>
public static class DatabaseTrouble
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNoDatabase = 26;

    // SQLite errors about a statement or its parameters, not about the file.
    private static readonly int[] SqliteFaultsOfOurs = [1, 19, 20, 21, 25];

    /// <summary>Whether retrying may help. The message may name hosts and users, so it belongs in the log and not on a page.</summary>
    public static bool Is(Exception error) =>
        // Entity Framework wraps SQL Server's transient errors in an InvalidOperationException.
        error is DbException or DbUpdateException or StaleWriteException or TimeoutException or InvalidOperationException;

    /// <summary>What is wrong with the database and how to fix it, for whoever starts Release; null for other errors.</summary>
    public static string? Sentence(Exception error, DatabaseOptions database)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SqliteException sqlite)
            {
                return SqliteFaultsOfOurs.Contains(sqlite.SqliteErrorCode) ? null : Sentence(sqlite, $"The database {database.File}");
            }

            if (cause is DbException)
            {
                return $"The database failed during the start: {cause.Message.TrimEnd('.')}. "
                    + "Check that its server runs, and that ConnectionStrings:Release names it and a user who may create tables.";
            }
        }

        return null;
    }

    private static string Sentence(SqliteException error, string database) => error.SqliteErrorCode switch
    {
        SqliteCorrupt => $"{database} is damaged. Replace it by a backup, or move it away to start with an empty one.",
        SqliteNoDatabase => $"{database} is not a SQLite database. Move it away, or name another file (ConnectionStrings:Release).",
        SqliteReadOnly or SqliteCannotOpen =>
            $"{database} cannot be opened for writing. Give the user that Release runs as the right to write it and its directory.",
        SqliteBusy or SqliteLocked => $"{database} is locked by another program. Close that program.",
        _ => $"{database} cannot be used: {error.Message.TrimEnd('.')}. Check its disk.",
    };
}

/// <summary>Recognises errors of a database that was busy or did not answer in time, so that retrying soon helps.</summary>
public static class DatabaseBusy
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;

    public static bool Is(Exception error) => error switch
    {
        TimeoutException => true,
        SqlException server => Is(server.Number),
        SqliteException file => file.SqliteErrorCode is SqliteBusy or SqliteLocked,
        // PostgreSQL's client knows which of its errors are transient.
        DbException other => other.IsTransient,
        DbUpdateException or InvalidOperationException => error.InnerException is { } inner && Is(inner),
        _ => false,
    };

    /// <summary>
    /// SQL Server's numbers: a time-out (-2), a deadlock (1205), a lock time-out (1222), a broken or failed connection, a server
    /// that is starting or overloaded.
    /// </summary>
    internal static bool Is(int number) => number
        is -2 or -1 or 20 or 53 or 64 or 121 or 233 or 258 or 1205 or 1222 or 4060 or 10053 or 10054 or 10060 or 10061
        or 10928 or 10929 or 40197 or 40501 or 40613 or 49918 or 49919 or 49920;
}

/// <summary>Recognises a full disk in errors of Release, SQLite and git.</summary>
public static class DiskTrouble
{
    private const int NoSpace = 28;
    private const int SqliteFull = 13;
    private const string Words = "No space left on device";
    private const long LeastRoom = 1024 * 1024;

    /// <summary>Whether less than 1 MiB can be written where this directory is.</summary>
    public static bool HasNoRoom(string directory) => new DriveInfo(directory).AvailableFreeSpace < LeastRoom;

    public static bool IsFull(Exception error) =>
        error is SqliteException { SqliteErrorCode: SqliteFull }
        || error is IOException { HResult: NoSpace }
        || error.Message.Contains(Words, StringComparison.Ordinal)
        || (error.InnerException is { } inner && IsFull(inner));
}
