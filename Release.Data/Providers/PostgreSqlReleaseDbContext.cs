using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Release.Data.Converters;

namespace Release.Data.Providers;

internal sealed class PostgreSqlReleaseDbContext(DbContextOptions<PostgreSqlReleaseDbContext> options) : ReleaseDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // PostgreSQL's own type keeps only microseconds, so a stored time would change.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
        configurationBuilder.Properties<string>().HaveConversion<StorableTextConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Sort by code point, whatever the database's collation: the order is the same everywhere, and an update of the
        // system's locales breaks no index.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            var stored = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
            if (stored == typeof(string))
            {
                property.SetCollation("C");
            }
        }
    }
}

/// <summary>For <c>dotnet ef migrations … --context PostgreSqlReleaseDbContext</c>; opens no database.</summary>
internal sealed class PostgreSqlDesignFactory : IDesignTimeDbContextFactory<PostgreSqlReleaseDbContext>
{
    public PostgreSqlReleaseDbContext CreateDbContext(string[] args) =>
        (PostgreSqlReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.PostgreSql, "Host=design", null));
}
