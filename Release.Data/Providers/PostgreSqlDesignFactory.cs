using Microsoft.EntityFrameworkCore.Design;

namespace Release.Data.Providers;

/// <summary>For <c>dotnet ef migrations … --context PostgreSqlReleaseDbContext</c>; opens no database.</summary>
internal sealed class PostgreSqlDesignFactory : IDesignTimeDbContextFactory<PostgreSqlReleaseDbContext>
{
    public PostgreSqlReleaseDbContext CreateDbContext(string[] args) =>
        (PostgreSqlReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.PostgreSql, "Host=design", null));
}
