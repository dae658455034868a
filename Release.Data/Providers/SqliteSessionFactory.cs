using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Release.Data.Providers;

/// <summary>Makes connections that are prepared like Release's own, for the scheduler.</summary>
internal sealed class SqliteSessionFactory : DbProviderFactory
{
    public static readonly SqliteSessionFactory Instance = new();

    private SqliteSessionFactory()
    {
    }

    /// <summary>The client's own class: the scheduler refuses to join a transaction on any other.</summary>
    public override DbConnection CreateConnection()
    {
        var connection = new SqliteConnection();
        connection.StateChange += static (opened, change) =>
        {
            if (change.CurrentState is ConnectionState.Open)
            {
                SqliteSession.Prepare((SqliteConnection)opened);
            }
        };
        return connection;
    }

    public override DbCommand CreateCommand() => new SqliteCommand();

    public override DbParameter CreateParameter() => new SqliteParameter();

    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new SqliteConnectionStringBuilder();
}
