using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Release.Core.Ports;

namespace Release.Data;

/// <summary>What reading and writing Release's records throws when the database is away, slow or contended.</summary>
public static class DatabaseTrouble
{
    /// <summary>Whether trying again may help. The message may name hosts and users: it belongs into the log, and on no page.</summary>
    public static bool Is(Exception error) =>
        // Entity Framework wraps SQL Server's passing errors in an InvalidOperationException.
        error is DbException or DbUpdateException or StaleWriteException or TimeoutException or InvalidOperationException;
}
