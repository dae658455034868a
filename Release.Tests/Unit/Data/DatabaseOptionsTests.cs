using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Data;
using Release.Data.Providers;

namespace Release.Tests.Unit.Data;

public sealed class DatabaseOptionsTests
{
    [Fact]
    public void Sqlite_in_the_data_directory_is_the_default()
    {
        var options = Read(("Release:DataDirectory", "/somewhere/release"));

        options.Provider.ShouldBe(DatabaseProvider.Sqlite);
        options.ConnectionString.ShouldBe("Data Source=/somewhere/release/release.db");
        options.MaxBatchSize.ShouldBeNull();
    }

    [Fact]
    public void Sql_server_takes_its_connection_string_and_batch_size()
    {
        var options = Read(
            ("Release:Database:Provider", "sqlserver"), ("ConnectionStrings:Release", "Server=db"), ("Release:Database:MaxBatchSize", "1"));

        options.ShouldBe(new DatabaseOptions(DatabaseProvider.SqlServer, "Server=db", 1));
    }

    [Theory]
    [InlineData("Release:Database:Provider", "Oracle", "Sqlite, SqlServer or PostgreSql")]
    [InlineData("Release:Database:Provider", "PostgreSql", "ConnectionStrings:Release is empty")]
    [InlineData("Release:Database:Provider", "SqlServer", "ConnectionStrings:Release is empty")]
    [InlineData("Release:Database:MaxBatchSize", "0", "1 to 1000")]
    [InlineData("Release:Database:MaxBatchSize", "many", "1 to 1000")]
    public void A_wrong_option_is_named_with_its_remedy(string field, string value, string remedy)
    {
        var exception = Should.Throw<OptionsValidationException>(() => Read((field, value)));

        exception.Message.ShouldContain(field);
        exception.Message.ShouldContain(remedy);
    }

    [Fact]
    public async Task Sql_server_is_put_together()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Release:Database:Provider", "SqlServer"), new("ConnectionStrings:Release", "Server=none")]).Build();
        var services = new ServiceCollection().AddLogging().AddReleaseData(configuration);
        await using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IDatabaseDialect>().ShouldBeOfType<SqlServerDialect>();
        await using var context = await provider.GetRequiredService<IDbContextFactory<ReleaseDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        context.ShouldBeOfType<SqlServerReleaseDbContext>();
    }

    private static DatabaseOptions Read(params (string Key, string Value)[] values) => DatabaseOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create<string, string?>(value.Key, value.Value))).Build());
}
