using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Release.Data.Converters;

namespace Release.Data.Providers;

internal sealed class SqliteReleaseDbContext(DbContextOptions<SqliteReleaseDbContext> options) : ReleaseDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }
}

/// <summary>For <c>dotnet ef migrations … --context SqliteReleaseDbContext</c>; opens no database.</summary>
internal sealed class SqliteDesignFactory : IDesignTimeDbContextFactory<SqliteReleaseDbContext>
{
    public SqliteReleaseDbContext CreateDbContext(string[] args) =>
        (SqliteReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.Sqlite, "Data Source=design.db", null));
}
