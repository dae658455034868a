using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Release.Data;
using Release.Web.Options;

namespace Release.Web.Start;

/// <summary>The one place that turns what ends a start into a sentence with its remedy.</summary>
internal static class StartFailure
{
    /// <summary>The refusal to tell; null for what nobody foresaw, which is told whole, because somebody must mend it here.</summary>
    public static StartupRefusedException? Refusal(Exception error, ReleaseOptions options, DatabaseOptions database)
    {
        if (error is StartupRefusedException known)
        {
            return known;
        }

        var sentence = error switch
        {
            IOException { InnerException: AddressInUseException } => $"{error.Message.TrimEnd('.')}. {ListenAddresses.Remedy}",
            _ when IsForLackOfRoom(error, options, database) => $"The disk is full. Make room for the data directory {options.DataDirectory}{Beside(database)}, then start again.",
            _ when DatabaseTrouble.Sentence(error, database) is { } words => words,
            IOException or UnauthorizedAccessException =>
                $"{error.Message.TrimEnd('.')}. See that the user that Release runs as may read and write the data directory {options.DataDirectory}.",
            _ => null,
        };
        return sentence is null ? null : new StartupRefusedException(sentence, error);
    }

    /// <summary>Without room SQLite tells of its files' errors in several ways.</summary>
    private static bool IsForLackOfRoom(Exception error, ReleaseOptions options, DatabaseOptions database) =>
        DiskTrouble.IsFull(error)
        || (error is SqliteException && (DiskTrouble.HasNoRoom(options.DataDirectory) || (database.File is { } file && DiskTrouble.HasNoRoom(Path.GetDirectoryName(file)!))));

    private static string Beside(DatabaseOptions database) => database.File is { } file ? $" and the database {file}" : "";
}
