using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Release.Tests.Integration.Data;

/// <summary>How a database would carry a query out.</summary>
internal static class QueryPlan
{
    /// <summary>One line for each part. On PostgreSQL: where an index can serve at all, since empty tables are read whole otherwise.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(DbContext context, IQueryable query)
    {
        var isSqlite = context.Database.IsSqlite();
        await context.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        if (!isSqlite)
        {
            await context.Database.ExecuteSqlRawAsync(
                "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET enable_incremental_sort = off;", TestContext.Current.CancellationToken);
        }

        await using var command = query.CreateDbCommand();
        command.CommandText = (isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + command.CommandText;
        return await LinesAsync(command, isSqlite ? 3 : 0);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(DbCommand command, int column)
    {
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(reader.GetString(column));
        }

        return lines;
    }
}
