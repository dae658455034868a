using System.Net;
using Npgsql;
using Release.Tests.Support;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Endpoints;

/// <summary>The whole product on a real PostgreSQL, with Hangfire's tables beside Release's.</summary>
public sealed class PostgreSqlHostTests : IAsyncLifetime
{
    private string _database = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string[] Settings => ["Release:Database:Provider=PostgreSql", $"ConnectionStrings:Release={_database}"];

    public async ValueTask InitializeAsync() => _database = await PostgreSqlServer.NewDatabaseAsync(isMigrated: false);

    public async ValueTask DisposeAsync()
    {
        await PostgreSqlServer.DropDatabaseAsync(_database);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_version_goes_to_production_and_the_next_start_finds_it_there()
    {
        await using (var app = await ReleaseApp.StartAsync(Settings))
        {
            using var asked = await app.RequestUpdateAsync("integration", "publisher", "v1367", "true");
            asked.StatusCode.ShouldBe(HttpStatusCode.OK, await asked.Content.ReadAsStringAsync(Token));
            await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["environment"] == "production");
            (await ListenersAsync()).ShouldBe(0, "a worker that waits for a job must hold no connection: a server has a hundred");
        }

        await using var again = await ReleaseApp.StartAsync([.. Settings, "Release:Jobs:PrepareSchema=false"]);
        (await again.DeploymentsAsync("publisher")).Where(deployment => (string?)deployment["status"] == "succeeded").Select(deployment => (string?)deployment["environment"])
            .ShouldBe(["production", "staging", "integration"]);
        using var ready = await again.Anonymous.GetAsync(new Uri("/healthcheck/ready", UriKind.Relative), Token);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<long> ListenersAsync()
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'", connection);
        return (long)(await command.ExecuteScalarAsync(Token))!;
    }
}
