using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Release.Core.Applications;

namespace Release.Data.Providers;

internal sealed class SqlServerReleaseDbContext(DbContextOptions<SqlServerReleaseDbContext> options) : ReleaseDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // By default the server treats v1-RC and v1-rc as equal, but they are two images.
        configurationBuilder.Properties<ImageTag>().UseCollation("Latin1_General_BIN2");
    }
}

/// <summary>For <c>dotnet ef migrations … --context SqlServerReleaseDbContext</c>; opens no database.</summary>
internal sealed class SqlServerDesignFactory : IDesignTimeDbContextFactory<SqlServerReleaseDbContext>
{
    public SqlServerReleaseDbContext CreateDbContext(string[] args) =>
        (SqlServerReleaseDbContext)ContextConfiguration.Create(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=design", null));
}
