using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Release.Data;

namespace Release.Tests.Unit.Data;

public sealed class DatabaseBusyTests
{
    public static TheoryData<Exception, bool> Errors => new()
    {
        { new TimeoutException(), true },
        { new SqliteException("database is locked", 5), true },
        { new SqliteException("constraint failed", 19), false },
        { new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected), true },
        { new PostgresException("null value", "ERROR", "ERROR", PostgresErrorCodes.NotNullViolation), false },
        { new NpgsqlException("The operation has timed out", new TimeoutException()), true },
        { new InvalidOperationException("likely due to a transient failure", new DbUpdateException("x", new SqliteException("busy", 6))), true },
        { new InvalidOperationException("Sequence contains no elements"), false },
        { new DbUpdateException("x", new SqliteException("constraint failed", 19)), false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void What_passes_by_itself_is_told_from_what_does_not(Exception error, bool isBusy) => DatabaseBusy.Is(error).ShouldBe(isBusy);

    [Theory]
    [InlineData(-2, true)]
    [InlineData(1205, true)]
    [InlineData(2627, false)]
    [InlineData(207, false)]
    public void Sql_servers_time_outs_and_deadlocks_pass(int number, bool isBusy) => DatabaseBusy.Is(number).ShouldBe(isBusy);
}
