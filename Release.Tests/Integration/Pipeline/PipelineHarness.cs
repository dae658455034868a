using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Release.Core;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Core.Pipeline;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Data;
using Release.Data.Queries;
using Release.Data.Stores;
using Release.Tests.Support;
using Release.Tests.Support.Data;
using IHostedService = Microsoft.Extensions.Hosting.IHostedService;

namespace Release.Tests.Integration.Pipeline;

/// <summary>
/// The pipeline over a real SQLite file, or a real PostgreSQL, and an outside in memory, driven by hand: the clock moves to the next wake-up, so
/// hours of waiting pass in milliseconds. <see cref="RestartAsync"/> is a new process over the same database.
/// </summary>
internal sealed class PipelineHarness : IAsyncDisposable, IPassRequests
{
    public static readonly EnvironmentName Integration = EnvironmentName.Parse("integration");
    public static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");
    public static readonly EnvironmentName Production = EnvironmentName.Parse("production");

    private readonly TemporaryDirectory _directory = new();
    private ServiceProvider _services = null!;
    private string? _postgreSql;

    private PipelineHarness() => GitHub = new FakeGitHub(Clock);

    public FakeOutside Outside { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FakeGitHub GitHub { get; }

    /// <summary>Called around every commit; may throw, as a kill would end it there.</summary>
    public Action<string> AroundCommit { get; set; } = _ => { };

    public static async Task<PipelineHarness> StartAsync(DatabaseProvider on = DatabaseProvider.Sqlite)
    {
        var harness = new PipelineHarness { _postgreSql = on is DatabaseProvider.PostgreSql ? await PostgreSqlServer.NewDatabaseAsync() : null };
        foreach (var environment in new[] { Integration, Staging, Production })
        {
            harness.Outside.AddFile(CellOf(environment), "v1");
        }

        await harness.RestartAsync();
        await harness.Service<ConfigRepositorySync>().TakeAsync(await harness.Outside.ReadAllAsync(default), TestContext.Current.CancellationToken);
        return harness;
    }

    public static Cell CellOf(EnvironmentName environment) => new(ApplicationName.Parse("publisher"), environment);

    public T Service<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A new process over the same database: memory is gone, every cell with an active deployment is woken.</summary>
    public async Task RestartAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        _services = Build();
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        await Service<AbandonedClaims>().FreeClaimsAsync(CancellationToken.None);
        await Service<CellPassStore>().WakeActiveAsync(CancellationToken.None);
    }

    public async Task<Deployment> RequestAsync(string version, Trigger trigger = Trigger.Continuous, bool promote = true, EnvironmentName? environment = null)
    {
        var request = new DeployRequest(CellOf(environment ?? Integration), ImageTag.Parse(version), trigger, promote, "robot");
        var result = await SubmitAsync(request);
        return result.ShouldBeOfType<IntakeResult.Accepted>().Deployment;
    }

    public Task<IntakeResult> SubmitAsync(DeployRequest request) => Service<DeployIntake>().SubmitAsync(request, CancellationToken.None);

    /// <summary>Runs passes as they fall due, moving the clock, until nothing is planned any more.</summary>
    public Task SettleAsync() => SettleUntilKilledAsync(CancellationToken.None);

    /// <summary>The same, ended by a kill.</summary>
    public async Task SettleUntilKilledAsync(CancellationToken cancellationToken)
    {
        var passes = 0;
        while (await NextAsync() is { NextPassAt: { } at } next)
        {
            (passes++).ShouldBeLessThan(1000, "the pipeline does not settle");
            if (at > Clock.GetUtcNow())
            {
                Clock.Advance(at - Clock.GetUtcNow());
            }

            await PassAsync(new Cell(next.Application, next.Environment), cancellationToken);
        }
    }

    /// <summary>One pass of a cell, without moving the clock.</summary>
    public async Task PassAsync(EnvironmentName environment)
    {
        await Service<CellPassStore>().TriggerAsync(CellOf(environment), CancellationToken.None);
        await PassAsync(CellOf(environment), CancellationToken.None);
    }

    public async Task<Deployment> FindAsync(Guid id)
    {
        await using var transaction = await Service<IReleaseStore>().BeginAsync(CancellationToken.None);
        return (await transaction.FindDeploymentAsync(id, CancellationToken.None)).ShouldNotBeNull();
    }

    /// <summary>What was told of a deployment, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EventsAsync(Guid id)
    {
        await using var context = await Service<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync();
        return await context.Events.Where(happened => happened.DeploymentId == id).OrderBy(happened => happened.Sequence).Select(happened => happened.Summary).ToListAsync();
    }

    public Task<IReadOnlyList<StepLogView>> LogsAsync(Guid id) => Service<DeploymentQueries>().LogsAsync(id, CancellationToken.None);

    public async Task<Deployment?> NewestAsync(EnvironmentName environment)
    {
        await using var transaction = await Service<IReleaseStore>().BeginAsync(CancellationToken.None);
        return await transaction.NewestDeploymentAsync(CellOf(environment), CancellationToken.None);
    }

    public async Task<ApplicationEnvironment> PresentAsync(EnvironmentName environment)
    {
        await using var transaction = await Service<IReleaseStore>().BeginAsync(CancellationToken.None);
        return (await transaction.FindCellAsync(CellOf(environment), CancellationToken.None)).ShouldNotBeNull();
    }

    /// <summary>What a <c>workflow_run</c> event tells.</summary>
    public async Task HearAsync(long id, string commit, string path, string trigger, BuildState state)
    {
        await using var context = await Service<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync();
        var run = await context.CiRuns.SingleOrDefaultAsync(known => known.Id == id);
        if (run is null)
        {
            run = new CiRun(id, SourceRepository.Parse("example/publisher"), CommitSha.Parse(commit), "CI", path, trigger, $"https://github.com/example/publisher/actions/runs/{id}");
            context.CiRuns.Add(run);
        }

        run.Update(state, attempt: 1, Clock.GetUtcNow());
        await context.SaveChangesAsync();
    }

    /// <summary>Makes a deployment what it would be, had it been stored before there was that step.</summary>
    public async Task ForgetBuildStepAsync(Guid id)
    {
        await using var context = await Service<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync();
        await context.Set<DeploymentStep>().Where(step => step.Name == StepName.Build && EF.Property<Guid>(step, "DeploymentId") == id).ExecuteDeleteAsync();
    }

    /// <summary>Passes are made by hand: the cells' rows say which.</summary>
    void IPassRequests.Request(Cell cell, DateTimeOffset due)
    {
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
        if (_postgreSql is not null)
        {
            await PostgreSqlServer.DropDatabaseAsync(_postgreSql);
        }
    }

    private async Task<ApplicationEnvironment?> NextAsync()
    {
        await using var context = await Service<IDbContextFactory<ReleaseDbContext>>().CreateDbContextAsync();
        return await context.Cells.AsNoTracking().Where(cell => cell.NextPassAt != null).OrderBy(cell => cell.NextPassAt).ThenBy(cell => cell.Id).FirstOrDefaultAsync();
    }

    /// <summary>As a job makes it. What throws leaves the lease as a kill does.</summary>
    private async Task PassAsync(Cell cell, CancellationToken cancellationToken)
    {
        var leases = Service<ICellLeases>();
        for (var lease = await leases.TakeAsync(cell, cancellationToken); lease is not null; lease = await leases.EndAsync(lease, cancellationToken))
        {
            await Service<ICellPass>().AdvanceAsync(lease, cancellationToken);
        }
    }

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Release:DataDirectory", _directory.Path),
            new("Release:Database:Provider", _postgreSql is null ? "Sqlite" : "PostgreSql"),
            new("ConnectionStrings:Release", _postgreSql),
        ]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(new EnvironmentOrder([new(Integration), new(Staging), new(Production)]));
        services.AddSingleton<IPassRequests>(this);
        services.AddSingleton<IConfigRepository>(Outside);
        services.AddSingleton<ISyncController>(Outside);
        services.AddSingleton<IWorkloads>(Outside);
        services.AddSingleton<ISmokeTests>(Outside);
        services.AddSingleton(new SourceSettings("example", "https://github.com"));
        services.AddSingleton<ISourceHost>(GitHub);
        services.AddSingleton<IBuilds>(GitHub);
        services.AddSingleton<IImageRegistry>(GitHub);
        services.AddSingleton<IBoard>(new FixedBoard());
        services.AddSingleton<ITeamMemberships>(new FakeMemberships());
        services.AddSingleton(RoleMapping.None);
        services.AddSingleton(SessionSettings.Default);
        services.AddReleaseCore();
        services.AddReleaseData(configuration);
        services.AddSingleton<IPassTrigger>(Outside);
        WatchCommits(services);
        return services.BuildServiceProvider();
    }

    private void WatchCommits(ServiceCollection services)
    {
        var real = services.Single(service => service.ServiceType == typeof(IReleaseStore));
        services.Remove(real);
        services.AddSingleton<IReleaseStore>(provider => new WatchedStore(
            (IReleaseStore)real.ImplementationFactory!(provider), moment => AroundCommit(moment)));
    }
}
