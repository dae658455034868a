using Microsoft.Data.Sqlite;

namespace Release.Data;

/// <summary>A disk without room, whoever met it first: we, SQLite or git.</summary>
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
