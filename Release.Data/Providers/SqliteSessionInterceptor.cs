using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Release.Data.Providers;

internal sealed class SqliteSessionInterceptor : DbConnectionInterceptor
{
    public static readonly SqliteSessionInterceptor Instance = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => SqliteSession.Prepare(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        SqliteSession.Prepare(connection);
        return Task.CompletedTask;
    }
}
