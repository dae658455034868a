using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Notifications;
using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Data;
using Release.Tests.Integration.Data;
using Release.Tests.Support.Data;
using Release.Web.Jobs;
using Release.Web.Start;

namespace Release.Tests.Integration.Jobs;

/// <summary>Records and jobs as in the product, on one SQLite file, with a pass and a notifier of the test's own.</summary>
internal sealed class TestJobs : IAsyncDisposable
{
    private readonly IHost _host;

    private TestJobs(string folder, ICellPass pass, INotifier notifier, Action<IServiceCollection>? adjust)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Release:DataDirectory", folder)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<EnvironmentOrder>(_ => Samples.Environments);
        builder.Services.AddReleaseData(builder.Configuration);
        builder.Services.AddSingleton<StartupGate>();
        builder.Services.AddSingleton<CellPasses>();
        adjust?.Invoke(builder.Services);
        builder.Services.AddReleaseJobs(builder.Configuration);
        builder.Services.AddSingleton(pass);
        builder.Services.AddSingleton(notifier);
        _host = builder.Build();
    }

    public IReleaseStore Store => Get<IReleaseStore>();

    public IPassTrigger PassTrigger => Get<IPassTrigger>();

    /// <param name="adjust">Registers something of the test's own before the product's.</param>
    /// <param name="withSweep">Whether the sweep goes on after it has begun.</param>
    public static async Task<TestJobs> StartAsync(
        TestFolder folder, ICellPass pass, INotifier? notifier = null, Action<IServiceCollection>? adjust = null, bool withSweep = true)
    {
        var jobs = new TestJobs(folder.Path, pass, notifier ?? new RecordedNotifier(), adjust);
        await jobs._host.StartAsync(TestContext.Current.CancellationToken);
        jobs.Get<StartupGate>().Open();
        if (!withSweep)
        {
            await jobs.Get<CellSweep>().Begun.WaitAsync(TestContext.Current.CancellationToken);
            await jobs.Get<CellSweep>().StopAsync(TestContext.Current.CancellationToken);
        }

        return jobs;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public ReleaseDbContext Context() => Get<IDbContextFactory<ReleaseDbContext>>().CreateDbContext();

    public async Task CommitAsync(Func<IReleaseTransaction, Task> work)
    {
        await using var transaction = await Store.BeginAsync(TestContext.Current.CancellationToken);
        await work(transaction);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Makes a cell due, which is added where it is missing.</summary>
    public Task SchedulePassAsync(Cell cell, TimeSpan after = default) => CommitAsync(transaction => SchedulePassAsync(transaction, cell, after));

    public static async Task SchedulePassAsync(IReleaseTransaction transaction, Cell cell, TimeSpan after = default)
    {
        await transaction.AddCellAsync(cell);
        await transaction.SchedulePassAsync(cell, TimeProvider.System.GetUtcNow() + after, TestContext.Current.CancellationToken);
    }

    /// <summary>The cell's row as it is now.</summary>
    public async Task<ApplicationEnvironment> RowAsync(Cell cell)
    {
        await using var context = Context();
        return await context.Cells.SingleAsync(row => row.Application == cell.Application && row.Environment == cell.Environment, TestContext.Current.CancellationToken);
    }

    public async Task StopAsync() => await _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
