using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Access;
using Release.Core.Notifications;
using Release.Core.Storage;
using Release.Data;
using Release.Web.Options;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>Registers background work. Only this folder knows Hangfire. The names of jobs' types and methods are stored with its jobs.</summary>
internal static class ReleaseJobsServices
{
    /// <summary>
    /// Registers the pipeline's passes and the outbox. Call it after <c>AddReleaseData</c>. Needs an
    /// <see cref="Release.Core.Pipeline.ICellPass"/>, an <see cref="INotifier"/> and the <see cref="StartupGate"/>.
    /// </summary>
    public static IServiceCollection AddReleaseJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJobStorage(configuration);
        services.AddSingleton<PassRequests>();
        services.TryAddSingleton<IPassRequests>(provider => provider.GetRequiredService<PassRequests>());
        services.AddSingleton<CellSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<CellSweep>());
        services.AddSingleton<JobServer>();
        services.AddHostedService(provider => provider.GetRequiredService<JobServer>());
        services.AddDueWork<OutboxDispatcher>();
        return services;
    }

    /// <summary>Registers webhooks, membership checks and retention.</summary>
    public static IServiceCollection AddReleaseRecurringWork(this IServiceCollection services)
    {
        services.AddDueWork<WebhookWorker>();
        services.AddSingleton<MembershipRecheck>();
        services.AddSingleton(provider => MembershipRecheck.Work(provider.GetRequiredService<SessionSettings>()));
        services.AddSingleton(Retention.Work);
        return services;
    }

    /// <summary>Records what deployments ship, and follows pushes. Call it after <c>AddReleaseData</c> and the board.</summary>
    public static IServiceCollection AddReleaseChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ChangesOptions.Read(configuration));
        services.AddDueWork<ChangesRecorder>();
        services.AddHostedService<SourceChangeFeed>();
        return services;
    }

    /// <summary>Registers work that is enqueued when its rows are due.</summary>
    public static void AddDueWork<TWork>(this IServiceCollection services)
        where TWork : class, IDueWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<DueWorkLoop<TWork>>();
    }

    /// <summary>
    /// Must precede Hangfire's own registration, which would share storage, filters and activator among all
    /// hosts of this process.
    /// </summary>
    private static void AddJobStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var database = DatabaseOptions.Read(configuration);
        services.TryAddSingleton(new JobStorageSettings(configuration.GetValue("Release:Jobs:PrepareSchema", true), SqlClient: null));
        services.AddSingleton(provider => JobStorages.Create(database, provider.GetRequiredService<JobStorageSettings>()));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<IJobFilterProvider>(provider => new JobFilterCollection
        {
            ActivatorUtilities.CreateInstance<FailedJobs>(provider),
        });
        services.AddSingleton<IBackgroundJobClient>(provider => new BackgroundJobClient(
            provider.GetRequiredService<JobStorage>(), provider.GetRequiredService<IJobFilterProvider>()));
        services.AddSingleton<IRecurringJobManager>(provider => new RecurringJobManager(
            provider.GetRequiredService<JobStorage>(), provider.GetRequiredService<IJobFilterProvider>()));
        services.AddHangfire((provider, hangfire) => hangfire.UseLogProvider(new HangfireLog(provider.GetRequiredService<ILoggerFactory>())));
    }
}
