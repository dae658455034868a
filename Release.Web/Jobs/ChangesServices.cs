using Release.Web.Hosting;

namespace Release.Web.Jobs;

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
