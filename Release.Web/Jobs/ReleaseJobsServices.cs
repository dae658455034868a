using Quartz;
using Release.Core.Ports;
using Release.Data;
using Release.Data.Providers;
using Release.Data.Stores;

namespace Release.Web.Jobs;

internal static class ReleaseJobsServices
{
    public const string SchedulerName = "Release";

    private const string TablePrefix = "QRTZ_";
    /// <summary>Passes at once. Most wait for the outside, and updates of the configuration repository that wait together share one push.</summary>
    private const int Passes = 32;
    private static readonly TimeSpan HistoryInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The scheduler on Release's own database, and what it runs. Call it after <c>AddReleaseData</c>. Needs an
    /// <see cref="Release.Core.Pipeline.ICellPass"/> and an <see cref="INotifier"/>.
    /// </summary>
    public static IServiceCollection AddReleaseJobs(this IServiceCollection services, IConfiguration configuration)
    {
        var database = DatabaseOptions.Read(configuration);
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SchedulerName;
                scheduler.MaxBatchSize = Passes;

                // A pass that waits for the outside is told to stop; it is idempotent, and the next start goes on.
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(Passes);
            quartz.UsePersistentStore(store =>
            {
                store.UseReleaseDatabase(database);
                store.ProvisionSchema();
                store.UseExecutionHistory();
                store.ConfigureStore(options =>
                {
                    options.TablePrefix = TablePrefix;
                    options.AcceptEnlistedTransactions = true;
                    options.StoreJobDataAsStrings = true;
                });
            });
        });

        // Written by one writer a second, beside the passes: each row in a transaction of its own would have every
        // pass wait for the database once more.
        services.AddQuartzExecutionHistory(history => history.WriteBehindInterval = HistoryInterval);
        services.AddQuartzHostedService(options =>
        {
            options.WaitForJobsToComplete = true;
            options.AwaitApplicationStarted = false;
        });
        services.AddSingleton<ITransactionalWakeUps, QuartzTransactionalWakeUps>();
        services.AddSingleton<IWakeUps, QuartzWakeUps>();
        services.AddSingleton<PassBackoff>();
        services.AddSingleton<JobQueries>();
        services.AddHostedService<OutboxDispatcher>();
        services.AddSingleton<ActiveCellSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<ActiveCellSweep>());
        return services;
    }
}
