using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Access;
using Release.Core.Board;
using Release.Core.Commands;
using Release.Core.Configuration;
using Release.Core.Intake;
using Release.Core.Pipeline;
using Release.Core.Pipeline.Steps;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Core.Storage;
using Release.Core.Webhooks;

namespace Release.Core;

public static class CoreServices
{
    /// <summary>The story and the rules. Needs the ports' implementations, an <see cref="Environments.EnvironmentOrder"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddReleaseCore(this IServiceCollection services)
    {
        services.TryAddSingleton<AccessPolicy>();
        services.AddSingleton<AccessGuard>();
        services.AddSingleton<ConfigurationStatus>();
        services.AddSingleton<DeployIntake>();
        services.AddSingleton<DriftRecorder>();
        services.AddSingleton<MachineTokens>();
        services.AddSingleton<MembershipCheck>();
        services.AddSingleton<NotificationIntake>();
        services.AddSingleton<PersonSessions>();
        services.AddSingleton<PostSyncIntake>();
        services.AddSingleton<ObservedDeployments>();
        services.AddSingleton<ConfigRepositorySync>();

        services.AddSingleton<ConfigurationSignal>();
        services.AddSingleton<ApplicationPassTrigger>();
        services.AddSingleton<SourceCacheInvalidation>();
        services.AddSingleton<ReleaseHandler>();
        services.AddSingleton<WorkflowRunHandler>();
        services.AddSingleton<PushHandler>();
        services.AddSingleton<PackageHandler>();
        services.AddSingleton(provider => new SourceEvents(
            provider.GetRequiredService<ReleaseHandler>(),
            provider.GetRequiredService<WorkflowRunHandler>(),
            provider.GetRequiredService<PushHandler>(),
            provider.GetRequiredService<PackageHandler>()));

        services.AddSources();
        services.AddCommands();

        services.AddSingleton<BuildAttempts>();
        services.AddSingleton<DispatchedBuild>();
        services.AddSingleton<ReleaseBuild>();
        services.AddSingleton<IDeploymentStep, BuildStep>();
        services.AddSingleton<IDeploymentStep, UpdateImageTagStep>();
        services.AddSingleton<IDeploymentStep, SyncStep>();
        services.AddSingleton<IDeploymentStep, RolloutStep>();
        services.AddSingleton<IDeploymentStep, SmokeTestStep>();
        services.AddSingleton<IDeploymentStep, PromoteStep>();
        services.AddSingleton<StepResultRecorder>();
        services.AddSingleton<ICellPass, PipelineRunner>();
        services.AddSingleton<CellPasses>();
        return services;
    }

    /// <summary>What people and tokens can do. Each authorises before it acts.</summary>
    private static void AddCommands(this IServiceCollection services)
    {
        services.AddSingleton<ApplicationEditor>();
        services.AddSingleton<FlagSwitch>();
        services.AddSingleton<DeploymentCommands>();
        services.AddSingleton(provider => new DeployService(
            provider.GetRequiredService<AccessGuard>(),
            provider.GetRequiredService<VersionResolver>(),
            provider.GetRequiredService<DeployIntake>(),
            provider.GetRequiredService<DeploymentCommands>(),
            provider.GetRequiredService<IReleaseStore>()));
        services.AddSingleton(provider => new DeploymentReports(
            provider.GetRequiredService<AccessGuard>(),
            provider.GetRequiredService<AccessPolicy>(),
            provider.GetRequiredService<NotificationIntake>(),
            provider.GetRequiredService<PostSyncIntake>()));
    }

    /// <summary>What is known of applications' commits and images.</summary>
    private static void AddSources(this IServiceCollection services)
    {
        services.TryAddSingleton(ChangesSettings.Default);
        services.AddSingleton<MigrationFiles>();
        services.AddSingleton<ChangeSetBuilder>();
        services.AddSingleton<SourceOverviews>();
        services.AddSingleton<VersionResolver>();
        services.AddSingleton<DeployPreviews>();
        services.AddSingleton<CommitLogs>();
    }
}
