using Microsoft.EntityFrameworkCore.Design;

namespace Release.Data.Providers;

/// <summary>For <c>dotnet ef migrations … --context SqlServerReleaseDbContext</c>; opens no database.</summary>
internal sealed class SqlServerDesignFactory : IDesignTimeDbContextFactory<SqlServerReleaseDbContext>
{
    public SqlServerReleaseDbContext CreateDbContext(string[] args) =>
        (SqlServerReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=design", null));
}
