using Release.Web.Health;
using Release.Web.Jobs;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Start;
using Release.Web.Urls;

namespace Release.Web.Endpoints;

/// <summary>Registers and maps every endpoint that is not a page.</summary>
internal static class ReleaseEndpoints
{
    /// <summary>Call it after registering the database, because the sandbox's token is stored there at start.</summary>
    public static void AddReleaseEndpoints(this IServiceCollection services, ReleaseOptions options)
    {
        if (options.IsSandbox)
        {
            services.AddHostedService(provider => provider.GetRequiredService<SandboxToken>());
            services.AddSingleton<SandboxConnection>();
            services.AddHostedService(provider => provider.GetRequiredService<SandboxConnection>());
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
        app.MapChanges();
        app.MapEvents();
        app.MapMetrics();
        app.MapTokens();
        app.MapJobsDashboard();
        app.MapSignIn(options, app.Services.GetRequiredService<SignInSettings>());
        if (options.IsSandbox)
        {
            // The sandbox's page used to be at this address.
            app.MapGet(ReleaseUrls.Sandbox, (SandboxLink sandbox) => TypedResults.Redirect(sandbox.Control.ToString())).AllowAnonymous().ExcludeFromDescription();
        }

        app.UseApiDescription(options);
    }
}
