using Release.Web.Hosting;

namespace Release.Web.Endpoints;

/// <summary>All of HTTP that is not a page.</summary>
internal static class ReleaseEndpoints
{
    public static void AddReleaseEndpoints(this IServiceCollection services, ReleaseOptions options)
    {
        services.AddHealthChecks().AddCheck<StartupCheck>("startup");
    }

    public static void MapReleaseEndpoints(this WebApplication app, ReleaseOptions options)
    {
        app.MapGet("/", () => TypedResults.Redirect("/applications")).AllowAnonymous().ExcludeFromDescription();
        app.MapHealth();
        app.MapScript();
        if (options.IsSandbox)
        {
            app.MapSandbox();
        }
    }
}
