using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Release.Core;
using Release.Core.Configuration;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Integrations.GitHub.Webhooks;
using Release.Tests.Integration.Data;
using Release.Tests.Support;
using Release.Tests.Support.Data;
using Release.Web.Jobs;

namespace Release.Tests.Integration.Webhooks;

/// <summary>The worker over a real SQLite file and an outside in memory, driven by hand. A second one is another replica, or the same after a kill.</summary>
internal sealed class WebhookBench : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services;

    private WebhookBench()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Release:DataDirectory", _folder.Path)]).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(Samples.Environments);
        services.AddReleaseCore();
        services.AddReleaseData(configuration);
        services.AddReleaseWebhooks(configuration);
        services.AddSingleton<IPassRequests>(new RecordedPassRequests());
        services.AddSingleton<IConfigRepository>(Outside);
        services.AddSingleton<IPassTrigger>(Outside);
        services.AddSingleton(Substitute.For<ISourceHostCache>());
        services.AddSingleton(new SourceSettings("example", "https://github.example"));
        services.AddTransient<WebhookWorker>();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Clock { get; } = new();

    public FakeOutside Outside { get; } = new();

    public WebhookStore Store => Get<WebhookStore>();

    public static async Task<WebhookBench> StartAsync()
    {
        var bench = new WebhookBench();
        foreach (var migration in bench._services.GetServices<IHostedService>().OfType<DatabaseMigration>())
        {
            await migration.StartAsync(TestContext.Current.CancellationToken);
        }

        bench.Outside.AddFile(Samples.Cell(), "v0");
        return bench;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A worker, as each replica has one; ended by its token as by a kill.</summary>
    public Task WorkAsync(CancellationToken? killed = null) => Get<WebhookWorker>().WorkDueAsync(killed ?? TestContext.Current.CancellationToken);

    public Task TakeAsync(string eventName, string payload, string? id = null) =>
        Store.TakeAsync(id ?? Guid.NewGuid().ToString(), eventName, payload, TestContext.Current.CancellationToken);

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<WebhookLine>> LinesAsync() =>
        [.. (await Get<WebhookQueries>().LatestAsync(null, 1000, TestContext.Current.CancellationToken)).Reverse()];

    /// <summary>Versions that were asked for, in their order, as the event log has it: the clock stands still.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync() =>
        [.. (await EventsAsync(EventType.DeploymentQueued)).Select(summary => summary.Split(' ')[0])];

    /// <summary>What was told of a kind, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(EventType type)
    {
        await using var context = Get<IDbContextFactory<ReleaseDbContext>>().CreateDbContext();
        return await context.Events.Where(happened => happened.Type == type)
            .OrderBy(happened => happened.Sequence).Select(happened => happened.Summary).ToListAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
