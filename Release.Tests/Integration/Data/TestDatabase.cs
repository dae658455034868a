using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Storage;
using Release.Data;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Data;

/// <summary>Release's records on a real SQLite file or a real PostgreSQL, without jobs.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services;
    private bool _isOwn;

    private TestDatabase(DatabaseProvider provider, string? connectionString, TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Release:DataDirectory", _folder.Path), new("Release:Database:Provider", $"{provider}"), new("ConnectionStrings:Release", connectionString),
        ]).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<EnvironmentOrder>(_ => Samples.Environments);
        services.AddReleaseData(configuration);
        services.AddSingleton<IPassRequests>(Requests);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public RecordedPassRequests Requests { get; } = new();

    public IReleaseStore Store => Get<IReleaseStore>();

    public string File => Path.Combine(_folder.Path, "release.db");

    public static Task<TestDatabase> StartAsync(TimeProvider? clock = null) => StartAsync(DatabaseProvider.Sqlite, clock);

    /// <param name="connectionString">Of a database that is there already, and stays; null for a new one.</param>
    public static async Task<TestDatabase> StartAsync(DatabaseProvider provider, TimeProvider? clock = null, string? connectionString = null)
    {
        var isOwn = connectionString is null && provider is DatabaseProvider.PostgreSql;
        connectionString ??= isOwn ? await PostgreSqlServer.NewDatabaseAsync() : null;
        var database = new TestDatabase(provider, connectionString, clock ?? TimeProvider.System) { _isOwn = isOwn };
        await database.MigrateAsync();
        return database;
    }

    public async Task MigrateAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().OfType<DatabaseMigration>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ReleaseDbContext Context() => Get<IDbContextFactory<ReleaseDbContext>>().CreateDbContext();

    /// <summary>Runs a unit of work and commits it.</summary>
    public async Task CommitAsync(Func<IReleaseTransaction, Task> work)
    {
        await using var transaction = await Store.BeginAsync(TestContext.Current.CancellationToken);
        await work(transaction);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<Deployment> AddDeploymentAsync(Cell cell, string version, DateTimeOffset at, Guid? promotedFrom = null)
    {
        var deployment = Deployment.Queue(cell, ImageTag.Parse(version), Trigger.Continuous, true, "tests", null, promotedFrom, at);
        await CommitAsync(transaction =>
        {
            transaction.Add(deployment);
            return Task.CompletedTask;
        });
        return deployment;
    }

    public async ValueTask DisposeAsync()
    {
        var options = Get<DatabaseOptions>();
        await _services.DisposeAsync();
        _folder.Dispose();
        if (_isOwn)
        {
            await PostgreSqlServer.DropDatabaseAsync(options.ConnectionString);
        }
    }
}
