using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Core.Notifications;
using Release.Core.Pipeline;
using Release.Core.Sources;
using Release.Data.Stores;
using Release.Integrations.Clusters;
using IHostedService = Microsoft.Extensions.Hosting.IHostedService;

namespace Release.Benchmarks;

/// <summary>The real product without the sandbox, with an outside in memory in the place of its adapters.</summary>
internal static class PipelineHost
{
    public static readonly IReadOnlyList<string> Environments = ["integration", "staging", "production"];

    public static string Application(int number) => $"application-{number:000}";

    public static WebApplication Build(string directory, int applications, string provider, string connection) => Web.Program.Build(
        [
            "--urls=http://127.0.0.1:0",
            "--Release:Mode=Live",
            $"--Release:DataDirectory={Path.Combine(directory, "data")}",
            $"--Release:Database:Provider={provider}",
            $"--ConnectionStrings:Release={connection}",
            "--Release:Authentication:GitHub:ClientId=benchmark",
            "--Release:Authentication:GitHub:ClientSecret=benchmark",
            "--Release:Authentication:Roles:0:Organisation=example",
            "--Release:Authentication:Roles:0:Role=Admin",
            "--Release:GitHub:Organisation=example",
            "--Release:GitHub:Token=benchmark",
            $"--Release:ConfigRepository:Url={directory}",
            $"--Release:Clusters:Kubeconfig={Path.Combine(directory, "kubeconfig")}",
            "--Logging:LogLevel:Default=Warning",
        ],
        builder =>
        {
            builder.Logging.ClearProviders();
            PutInstantOutside(builder.Services, applications);
        });

    /// <summary>A client with a token that may do everything.</summary>
    public static async Task<HttpClient> MachineAsync(WebApplication app)
    {
        var token = TokenSecret.New();
        await app.Services.GetRequiredService<ApiTokenStore>().ReplaceAsync(
            new ApiToken("benchmark", TokenSecret.HashOf(token), TokenScopes.All, [], "benchmark", TimeProvider.System.GetUtcNow()), CancellationToken.None);
        var machine = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return machine;
    }

    private static void PutInstantOutside(IServiceCollection services, int applications)
    {
        var cells = from number in Enumerable.Range(0, applications)
                    from environment in Environments
                    select new Cell(ApplicationName.Parse(Application(number)), EnvironmentName.Parse(environment));
        var outside = new InstantOutside(cells);
        var github = new InstantGitHub();
        services.AddSingleton<IConfigRepository>(outside);
        services.AddSingleton<IConfigRepositoryChanges>(outside);
        services.AddSingleton<ISyncController>(outside);
        services.AddSingleton<IWorkloads>(outside);
        services.AddSingleton<ISmokeTests>(outside);
        services.AddSingleton<INotifier>(outside);
        services.AddSingleton<IClusterState>(outside);
        services.AddSingleton<IImageRegistry>(github);
        services.AddSingleton<ISourceHost>(github);
        services.AddSingleton<ISourceHostCache>(github);
        services.AddSingleton<ISourceHostStatus>(github);
        services.AddSingleton<IBuilds>(github);
        services.AddSingleton<ITeamMemberships>(github);

        // There is no cluster to watch.
        var watches = services.Single(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(ClusterWatches));
        services.Remove(watches);
    }
}
