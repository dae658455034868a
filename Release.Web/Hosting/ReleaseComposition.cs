using Release.Core;
using Release.Core.Board;
using Release.Data;
using Release.Integrations;
using Release.Integrations.Clusters;
using Release.Integrations.GitHub;
using Release.Integrations.GitHub.Webhooks;
using Release.Integrations.Registry;
using Release.Integrations.Slack;
using Release.Integrations.SmokeTests;
using Release.Web.Jobs;
using Release.Web.Options;

namespace Release.Web.Hosting;

/// <summary>Which implementation stands behind each port. Hosted services start in the order in which they are added here.</summary>
internal static class ReleaseComposition
{
    public static void AddRelease(this WebApplicationBuilder builder, ReleaseOptions options)
    {
        builder.AddSandbox(options);
        var services = builder.Services;
        var configuration = builder.Configuration;
        services.AddReleaseCore();
        services.AddReleaseData(configuration);
        services.AddReleaseConfigRepository(configuration);
        services.AddReleaseGitHub(configuration);
        services.AddReleaseRegistry(configuration);
        services.AddReleaseWebhooks(configuration);
        services.AddReleaseClusters(configuration);
        services.AddReleaseSmokeTests(configuration);
        services.AddReleaseSlack(configuration);
        services.AddReleaseBoard();
        services.AddHostedService<ConfigurationWatch>();
        services.AddReleaseJobs(configuration);
        services.AddReleaseChanges(configuration);
        services.AddSingleton(provider => new DriftDebouncer(
            options.EnvironmentOrder(), options.Observe.Settings(), provider.GetRequiredService<TimeProvider>().LocalTimeZone));
        services.AddHostedService<ClusterStateFeed>();
        services.AddHostedService<ReconnectTrigger>();
        services.AddReleaseRecurringWork();
    }

    private static void AddReleaseBoard(this IServiceCollection services)
    {
        services.AddSingleton<BoardProjection>();
        services.AddSingleton<IBoard>(provider => provider.GetRequiredService<BoardProjection>());
        services.AddHostedService<BoardFeed>();
    }
}
