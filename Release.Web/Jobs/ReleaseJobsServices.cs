using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Access;
using Release.Core.Notifications;
using Release.Core.Pipeline;
using Release.Core.Storage;
using Release.Data;
using Release.Web.Options;
using Release.Web.Start;

namespace Release.Web.Jobs;

/// <summary>What runs by itself. Hangfire is named in this folder alone.</summary>
internal static class ReleaseJobsServices
{
    /// <summary>
    /// The pipeline's passes and the messages. Call it after <c>AddReleaseData</c>. Needs an
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

    /// <summary>All else that is done by jobs, where the parts that it needs are there.</summary>
    public static IServiceCollection AddReleaseRecurringWork(this IServiceCollection services)
    {
        services.AddDueWork<WebhookWorker>();
        services.AddSingleton<MembershipRecheck>();
        services.AddSingleton(provider => MembershipRecheck.Work(provider.GetRequiredService<SessionSettings>()));
        services.AddSingleton(Retention.Work);
        return services;
    }

    /// <summary>Work that is enqueued when its rows say that it is due.</summary>
    public static void AddDueWork<TWork>(this IServiceCollection services)
        where TWork : class, IDueWork
    {
        services.AddSingleton<TWork>();
        services.AddHostedService<DueWorkLoop<TWork>>();
    }

    /// <summary>
    /// Registered before Hangfire's own registration, which would share its storage, filters and activator among all
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

internal static class ChangesServices
{
    /// <summary>Records what deployments ship, and follows pushes. Call it after <c>AddReleaseData</c> and the board.</summary>
    public static IServiceCollection AddReleaseChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(ChangesOptions.Read(configuration));
        services.AddDueWork<ChangesRecorder>();
        services.AddHostedService<SourceChangeFeed>();
        return services;
    }
}
