using Microsoft.EntityFrameworkCore;
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
