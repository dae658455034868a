using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Release.Core.Storage;

namespace Release.Data;

/// <summary>What reading and writing Release's records throws when the database is away, slow or contended.</summary>
public static class DatabaseTrouble
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteCorrupt = 11;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNoDatabase = 26;

    // What SQLite says of a statement or of what is bound to it, and not of the file.
    private static readonly int[] SqliteFaultsOfOurs = [1, 19, 20, 21, 25];

    /// <summary>Whether trying again may help. The message may name hosts and users: it belongs into the log, and on no page.</summary>
    public static bool Is(Exception error) =>
        // Entity Framework wraps SQL Server's passing errors in an InvalidOperationException.
        error is DbException or DbUpdateException or StaleWriteException or TimeoutException or InvalidOperationException;

    /// <summary>What is wrong with the database, and the remedy, for whoever starts Release; null when it is something else.</summary>
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
                return $"The database does not do what the start needs: {cause.Message.TrimEnd('.')}. "
                    + "See that its server runs, and that ConnectionStrings:Release names it and a user with the rights to make tables.";
            }
        }

        return null;
    }

    private static string Sentence(SqliteException error, string database) => error.SqliteErrorCode switch
    {
        SqliteCorrupt => $"{database} is damaged. Put a backup in its place, or move it away to begin with an empty one.",
        SqliteNoDatabase => $"{database} is not a SQLite database. Move it away, or name another file (ConnectionStrings:Release).",
        SqliteReadOnly or SqliteCannotOpen =>
            $"{database} cannot be opened for writing. Give the user that Release runs as the right to write it and its directory.",
        SqliteBusy or SqliteLocked => $"{database} is held by another program. Close that one.",
        _ => $"{database} cannot be used: {error.Message.TrimEnd('.')}. See whether its disk is in order.",
    };
}
