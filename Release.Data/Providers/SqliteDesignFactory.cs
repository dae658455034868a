using Microsoft.EntityFrameworkCore.Design;

namespace Release.Data.Providers;

/// <summary>For <c>dotnet ef migrations … --context SqliteReleaseDbContext</c>; opens no database.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqliteReleaseDbContext>
{
    public SqliteReleaseDbContext CreateDbContext(string[] args) =>
        (SqliteReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.Sqlite, "Data Source=design.db", null));
}
