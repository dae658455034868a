using Microsoft.Extensions.DependencyInjection.Extensions;
using Release.Core.Commands;
using Release.Web.Health;
using Release.Web.Hosting;
using Release.Web.Jobs;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Start;

namespace Release.Web.Endpoints;

/// <summary>All of HTTP that is not a page.</summary>
internal static class ReleaseEndpoints
{
    /// <summary>Call it after the database is registered: the sandbox's token is stored there at start.</summary>
    public static void AddReleaseEndpoints(this IServiceCollection services, ReleaseOptions options)
    {
        if (options.IsSandbox)
        {
            services.AddHostedService(provider => provider.GetRequiredService<SandboxToken>());
            services.AddHostedService<SandboxConnection>();
        }

        services.AddSingleton<DatabaseCheck>();
        services.AddHealthChecks().AddCheck<StartupCheck>("startup")
            .AddCheck<DatabaseCheck>("database")
            .AddCheck<JobServer>("jobs")
            .AddCheck<ConfigurationCheck>("configurationRepository")
            .AddCheck<ClustersCheck>("clusters")
            .AddCheck<GitHubCheck>("github");
        services.AddJobsDashboard();
        services.AddApiDescription();
        services.TryAddSingleton<ApplicationEditor>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<SignInValidity>();
    }

    public static void MapReleaseEndpoints(this WebApplication app, ReleaseOptions options)
    {
        app.MapGet("/", () => TypedResults.Redirect("/applications")).AllowAnonymous().ExcludeFromDescription();
        app.MapHealth();
        app.MapNotifications();
        app.MapArgoEvents();
        app.MapGitHubWebhooks();
        app.MapApplications();
        app.MapDeployments();
        app.MapCommands();
        app.MapChanges();
        app.MapEvents();
        app.MapMetrics();
        app.MapTokens();
        app.MapJobsDashboard();
        app.MapSignIn(options, app.Services.GetRequiredService<SignInSettings>());
        if (options.IsSandbox)
        {
            app.MapRole();
            app.MapSandboxApi();
            app.MapSandboxClusters();
            app.MapSandboxServices();
            app.MapSandboxGitHub();
        }

        app.UseApiDescription(options);
    }
}
