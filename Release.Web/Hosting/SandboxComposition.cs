using Release.Core.Environments;
using Release.Integrations.SmokeTests;
using Release.Sandbox;

namespace Release.Web.Hosting;

/// <summary>
/// Puts the sandbox in the place of the outside: starts it, then fills in the addresses that a person would configure for
/// the real systems. Nothing else of Release knows that they are imitations.
/// </summary>
internal static class SandboxComposition
{
    /// <summary>Starts the sandbox and configures its addresses, where they are not configured otherwise.</summary>
    /// <exception cref="StartupRefusedException">The sandbox cannot start with these options.</exception>
    public static void AddSandbox(this WebApplicationBuilder builder, ReleaseOptions options)
    {
        if (!options.IsSandbox)
        {
            return;
        }

        var world = Start(builder, options);
        builder.Services.AddSingleton(_ => world);
        builder.Services.AddHostedService<SandboxConnection>();
        FillIn(builder.Configuration, Addresses(world, options));
        FillIn(builder.Configuration, SmokeTests(builder.Configuration));
    }

    private static SandboxWorld Start(WebApplicationBuilder builder, ReleaseOptions options)
    {
        var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddSimpleConsole());
        var sandbox = new SandboxOptions
        {
            Directory = Path.Combine(options.DataDirectory, "sandbox"),
            SeedDirectory = options.Sandbox.SeedDirectory,
            Environments = [.. options.EnvironmentOrder().All.Select(environment => environment.Name.Value)],
            WithoutArgoCd = [.. options.EnvironmentOrder().All.Where(environment => environment.Engine is EnvironmentEngine.Kubernetes).Select(environment => environment.Name.Value)],
            RolloutSeconds = options.Sandbox.RolloutSeconds,
            SmokeTestSeconds = options.Sandbox.SmokeTestSeconds,
            BuildSeconds = options.Sandbox.BuildSeconds,
            ProgressDeadlineSeconds = (int)Math.Ceiling(options.Sandbox.ProgressDeadlineSeconds),
        };
        try
        {
            // Before the host is built, because the host's configuration needs the addresses.
            return Task.Run(() => SandboxWorld.StartAsync(sandbox, loggers, TimeProvider.System, CancellationToken.None)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"The sandbox could not start: {error.Message} Check Release:Sandbox:SeedDirectory and Release:DataDirectory.", error);
        }
    }

    private static Dictionary<string, string?> Addresses(SandboxWorld world, ReleaseOptions options)
    {
        var addresses = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Release:ConfigRepository:Url"] = world.ConfigRepositoryPath,
            ["Release:ConfigRepository:Repository"] = Release.Sandbox.GitHub.SandboxGitHub.ConfigRepository,
            ["Release:Clusters:Kubeconfig"] = world.KubeconfigPath,
            ["Release:Registry:Address"] = world.Endpoints.Registry.ToString().TrimEnd('/'),
            ["Release:Slack:WebhookUrl"] = new Uri(world.Endpoints.Slack, "services/sandbox/release").ToString(),
            ["Release:SmokeTests:UrlTemplate"] = "{base}/services/{namespace}/{application}/smoke-test?run={run}",
        };
        foreach (var environment in options.EnvironmentOrder().All)
        {
            addresses[$"Release:SmokeTests:BaseAddresses:{environment.Name}"] = world.Endpoints.Services[environment.Name.Value].ToString().TrimEnd('/');
        }

        return addresses;
    }

    /// <summary>What the kinds Job and Workflow need, so that naming a kind is enough.</summary>
    private static Dictionary<string, string?> SmokeTests(ConfigurationManager configuration)
    {
        const string job = $"{SmokeTestOptions.Section}:Job";
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{SmokeTestOptions.Section}:Workflow:Template"] = SandboxSmokeTests.WorkflowTemplate,
        };

        // A manifest has its own image, and both together are refused.
        if (string.IsNullOrEmpty(configuration[$"{job}:TemplateFile"]))
        {
            settings[$"{job}:Image"] = SandboxSmokeTests.Image;
        }

        return settings;
    }

    private static void FillIn(ConfigurationManager configuration, Dictionary<string, string?> addresses) =>
        configuration.AddInMemoryCollection(addresses.Where(address => string.IsNullOrEmpty(configuration[address.Key])).ToList());
}
