using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Release.Core.Environments;
using Release.Core.Pipeline;
using Release.Core.Ports;
using Release.Data;
using Release.Tests.Data;
using Release.Web.Jobs;

namespace Release.Tests.Jobs;

/// <summary>Records and scheduler as in the product, on one SQLite file, with a pass and a notifier of the test's own.</summary>
internal sealed class TestScheduler : IAsyncDisposable
{
    private readonly IHost _host;

    private TestScheduler(string folder, ICellPass pass, INotifier notifier)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Release:DataDirectory", folder)]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<EnvironmentOrder>(_ => Samples.Environments);
        builder.Services.AddReleaseData(builder.Configuration);
        builder.Services.AddReleaseJobs(builder.Configuration);
        builder.Services.AddSingleton(pass);
        builder.Services.AddSingleton(notifier);
        _host = builder.Build();
    }

    public IReleaseStore Store => Get<IReleaseStore>();

    public IWakeUps WakeUps => Get<IWakeUps>();

    public static async Task<TestScheduler> StartAsync(TestFolder folder, ICellPass pass, INotifier? notifier = null)
    {
        var scheduler = new TestScheduler(folder.Path, pass, notifier ?? new RecordedNotifier());
        await scheduler._host.StartAsync(TestContext.Current.CancellationToken);
        return scheduler;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public ReleaseDbContext Context() => Get<IDbContextFactory<ReleaseDbContext>>().CreateDbContext();

    public async Task<IScheduler> QuartzAsync() => await Get<ISchedulerFactory>().GetScheduler(TestContext.Current.CancellationToken);

    public async Task CommitAsync(Func<IReleaseTransaction, Task> work)
    {
        await using var transaction = await Store.BeginAsync(TestContext.Current.CancellationToken);
        await work(transaction);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    public async Task StopAsync() => await _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
