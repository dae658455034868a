using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Release.Data.Providers;

namespace Release.Data;

/// <summary>Release's tables as a script, for where Release itself may not make them.</summary>
public static class DatabaseScript
{
    /// <summary>Every migration, each doing nothing where it has run already. For SQLite it needs an empty database.</summary>
    public static string Of(DatabaseProvider provider)
    {
        // Where a connection leads does not matter: none is opened.
        var connection = provider is DatabaseProvider.PostgreSql ? "Host=none" : "Data Source=none";
        using var context = ContextConfiguration.Create(new DatabaseOptions(provider, connection, null));
        var options = provider is DatabaseProvider.Sqlite ? MigrationsSqlGenerationOptions.Default : MigrationsSqlGenerationOptions.Idempotent;
        return context.GetService<IMigrator>().GenerateScript(options: options);
    }
}
