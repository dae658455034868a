using Release.Core.Access;
using Release.Core.Environments;
using Release.Data;
using Release.Integrations.GitHub.Client;
using Release.Integrations.SmokeTests;
using Release.Sandbox;
using Release.Sandbox.GitHub;

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
        FillIn(builder.Configuration, Addresses(world, options));
        FillIn(builder.Configuration, SmokeTests(builder.Configuration));
        FillIn(builder.Configuration, GitHub(world, builder.Configuration));
        if (!builder.Configuration.GetSection($"{SignInSettings.Section}:Roles").GetChildren().Any())
        {
            FillIn(builder.Configuration, Roles());
        }
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
            return Task.Run(() => StartAsync(sandbox, loggers, builder.Configuration)).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is (IOException or UnauthorizedAccessException) && !DiskTrouble.IsFull(error))
        {
            throw new StartupRefusedException($"The sandbox could not start: {error.Message} Check Release:Sandbox:SeedDirectory and Release:DataDirectory.", error);
        }
    }

    /// <summary>Beside it the database is prepared, which takes as long: most of that is Entity Framework making its model, which the host then finds made.</summary>
    private static async Task<SandboxWorld> StartAsync(SandboxOptions sandbox, ILoggerFactory loggers, ConfigurationManager configuration)
    {
        using var giveUp = new CancellationTokenSource();
        var preparing = Task.Run(() => PrepareDatabaseAsync(configuration), CancellationToken.None);
        var starting = SandboxWorld.StartAsync(sandbox, loggers, TimeProvider.System, giveUp.Token);
        try
        {
            await preparing;
        }
        catch
        {
            await giveUp.CancelAsync();
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (starting.IsCompletedSuccessfully)
            {
                await (await starting).DisposeAsync();
            }

            throw;
        }

        return await starting;
    }

    private static async Task PrepareDatabaseAsync(ConfigurationManager configuration)
    {
        await using var services = new ServiceCollection().AddLogging().AddReleaseData(configuration).BuildServiceProvider();
        await services.MigrateReleaseDataAsync(CancellationToken.None);
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

    /// <summary>What an operator enters after registering Release at GitHub: its addresses, a token, a webhook's secret and an OAuth application.</summary>
    private static Dictionary<string, string?> GitHub(SandboxWorld world, ConfigurationManager configuration)
    {
        var address = world.Endpoints.GitHub.ToString().TrimEnd('/');
        return new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            // As a GitHub Enterprise Server's, so that the demo is the case with other addresses than github.com's.
            [$"{GitHubOptions.Section}:ApiAddress"] = $"{address}/api/v3",
            [$"{GitHubOptions.Section}:WebAddress"] = address,
            [$"{GitHubOptions.Section}:Organisation"] = SandboxGitHub.Organisation,
            // One of the two, and an app that somebody tries is the one.
            [$"{GitHubOptions.Section}:Token"] = string.IsNullOrEmpty(configuration[$"{GitHubOptions.Section}:App:Id"]) ? world.GitHubToken : null,
            [$"{GitHubOptions.Section}:WebhookSecret"] = world.GitHubWebhookSecret,
            [$"{SignInSettings.Section}:GitHub:ClientId"] = world.GitHubClientId,

            // With an id of somebody else's it would be wrong.
            [$"{SignInSettings.Section}:GitHub:ClientSecret"] =
                string.IsNullOrEmpty(configuration[$"{SignInSettings.Section}:GitHub:ClientId"]) ? world.GitHubClientSecret : null,
        };
    }

    /// <summary>Developers deploy to the first environment, the production team beyond it too.</summary>
    private static Dictionary<string, string?> Roles()
    {
        (string Team, string Role)[] teams =
        [
            (SandboxGitHub.DevelopersTeam, nameof(Role.Developer)),
            (SandboxGitHub.ProductionDeployTeam, nameof(Role.Deployer)),
            (SandboxGitHub.AdminsTeam, nameof(Role.Admin)),
        ];
        var roles = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var at = 0; at < teams.Length; at++)
        {
            roles[$"{SignInSettings.Section}:Roles:{at}:Organisation"] = SandboxGitHub.Organisation;
            roles[$"{SignInSettings.Section}:Roles:{at}:Team"] = teams[at].Team;
            roles[$"{SignInSettings.Section}:Roles:{at}:Role"] = teams[at].Role;
        }

        return roles;
    }

    private static void FillIn(ConfigurationManager configuration, Dictionary<string, string?> addresses) =>
        configuration.AddInMemoryCollection(addresses.Where(address => address.Value is not null && string.IsNullOrEmpty(configuration[address.Key])).ToList());
}
