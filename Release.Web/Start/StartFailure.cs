using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Release.Data;
using Release.Web.Options;

namespace Release.Web.Start;

/// <summary>Turns an exception that ends the start into a sentence that says what to do.</summary>
internal static class StartFailure
{
    /// <summary>Null for an unexpected exception, which is then printed in full.</summary>
    public static StartupRefusedException? Refusal(Exception error, ReleaseOptions options, DatabaseOptions database)
    {
        if (error is StartupRefusedException known)
        {
            return known;
        }

        var sentence = error switch
        {
            IOException { InnerException: AddressInUseException } => $"{error.Message.TrimEnd('.')}. {ListenAddresses.Remedy}",
            _ when IsForLackOfRoom(error, options, database) => $"The disk is full. Free space for the data directory {options.DataDirectory}{Beside(database)}, then start again.",
            _ when DatabaseTrouble.Sentence(error, database) is { } words => words,
            IOException or UnauthorizedAccessException =>
                $"{error.Message.TrimEnd('.')}. Check that the user that Release runs as can read and write the data directory {options.DataDirectory}.",
            _ => null,
        };
        return sentence is null ? null : new StartupRefusedException(sentence, error);
    }

    /// <summary>On a full disk SQLite reports several different errors.</summary>
    private static bool IsForLackOfRoom(Exception error, ReleaseOptions options, DatabaseOptions database) =>
        DiskTrouble.IsFull(error)
        || (error is SqliteException && (DiskTrouble.HasNoRoom(options.DataDirectory) || (database.File is { } file && DiskTrouble.HasNoRoom(Path.GetDirectoryName(file)!))));

    private static string Beside(DatabaseOptions database) => database.File is { } file ? $" and the database {file}" : "";
}
