using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Release.Core.Storage;
using Release.Data;

namespace Release.Tests.Unit.Data;

public sealed class DatabaseTroubleTests
{
    public static TheoryData<Exception, bool> Errors => new()
    {
        { new SqliteException("locked", 5), true },
        { new NpgsqlException("Exception while reading from stream", new IOException("cut")), true },
        { new PostgresException("terminating connection due to administrator command", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown), true },
        { new DbUpdateException("could not be saved"), true },
        { new StaleWriteException(new DbUpdateConcurrencyException()), true },
        { new TimeoutException(), true },
        { new InvalidOperationException("An exception has been raised that is likely due to a transient failure."), true },
        { new OperationCanceledException(), false },
        { new FormatException(), false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void What_a_database_throws_is_told_from_what_is_wrong_in_the_code(Exception error, bool isTrouble) =>
        DatabaseTrouble.Is(error).ShouldBe(isTrouble);
}
