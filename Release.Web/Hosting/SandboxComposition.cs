using Release.Data;
using Release.Integrations.GitHub.Client;
using Release.Integrations.SmokeTests;
using Release.Web.Options;
using Release.Web.Start;

namespace Release.Web.Hosting;

/// <summary>
/// Finds the sandbox that runs beside Release and fills in the addresses and credentials that a person would configure for
/// the real systems. Nothing else of Release knows that they are imitations.
/// </summary>
internal static class SandboxComposition
{
    /// <summary>Configures the sandbox's addresses, where they are not configured otherwise.</summary>
    /// <exception cref="StartupRefusedException">There is no sandbox.</exception>
    public static void AddSandbox(this WebApplicationBuilder builder, ReleaseOptions options)
    {
        if (!options.IsSandbox)
        {
            return;
        }

        // Before the host is built, because the host's configuration needs the addresses.
        var link = Task.Run(() => FindAsync(options, builder.Configuration)).GetAwaiter().GetResult();
        var sandbox = link.Says;
        options.SandboxPage = link.Control;
        builder.Services.AddSingleton(link);
        FillIn(builder.Configuration, Addresses(sandbox, options));
        FillIn(builder.Configuration, SmokeTests(sandbox, builder.Configuration));
        FillIn(builder.Configuration, GitHub(sandbox.GitHub, builder.Configuration));
        if (!builder.Configuration.GetSection($"{SignInSettings.Section}:Roles").GetChildren().Any())
        {
            FillIn(builder.Configuration, Roles(sandbox.GitHub));
        }
    }

    /// <summary>While the sandbox starts, the database is prepared, which takes as long: most of that is Entity Framework making its model, which the host then finds made.</summary>
    private static async Task<SandboxLink> FindAsync(ReleaseOptions options, ConfigurationManager configuration)
    {
        using var giveUp = new CancellationTokenSource();
        var preparing = Task.Run(() => PrepareDatabaseAsync(configuration), CancellationToken.None);
        var finding = SandboxLink.FindAsync(options.DataDirectory, configuration, TimeProvider.System, giveUp.Token);
        try
        {
            await preparing;
        }
        catch
        {
            await giveUp.CancelAsync();
            await ((Task)finding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await finding;
    }

    private static async Task PrepareDatabaseAsync(ConfigurationManager configuration)
    {
        await using var services = new ServiceCollection().AddLogging().AddReleaseData(configuration).BuildServiceProvider();
        await services.MigrateReleaseDataAsync(CancellationToken.None);
    }

    private static Dictionary<string, string?> Addresses(SandboxAnswer sandbox, ReleaseOptions options)
    {
        var addresses = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Release:ConfigRepository:Url"] = sandbox.ConfigRepositoryUrl,
            ["Release:ConfigRepository:Repository"] = sandbox.ConfigRepository,
            ["Release:Clusters:Kubeconfig"] = sandbox.Kubeconfig,
            ["Release:Registry:Address"] = Text(sandbox.Registry),
            ["Release:Slack:WebhookUrl"] = sandbox.SlackWebhook.ToString(),
            ["Release:SmokeTests:UrlTemplate"] = "{base}/services/{namespace}/{application}/smoke-test?run={run}",
        };
        foreach (var environment in options.EnvironmentOrder().All)
        {
            addresses[$"Release:SmokeTests:BaseAddresses:{environment.Name}"] = sandbox.Services.GetValueOrDefault(environment.Name.Value) is { } services
                ? Text(services)
                : throw new StartupRefusedException(
                    $"The sandbox has no environment {environment.Name}: it has {string.Join(", ", sandbox.Services.Keys)}. Start it with the same Release:Environments.");
        }

        return addresses;
    }

    /// <summary>What the kinds Job and Workflow need, so that naming a kind is enough.</summary>
    private static Dictionary<string, string?> SmokeTests(SandboxAnswer sandbox, ConfigurationManager configuration)
    {
        const string job = $"{SmokeTestOptions.Section}:Job";
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{SmokeTestOptions.Section}:Workflow:Template"] = sandbox.SmokeTestTemplate,
        };

        // A manifest has its own image, and both together are refused.
        if (string.IsNullOrEmpty(configuration[$"{job}:TemplateFile"]))
        {
            settings[$"{job}:Image"] = sandbox.SmokeTestImage;
        }

        return settings;
    }

    /// <summary>What an operator enters after registering Release at GitHub: its addresses, a token, a webhook's secret and an OAuth application.</summary>
    private static Dictionary<string, string?> GitHub(SandboxGitHub github, ConfigurationManager configuration) => new(StringComparer.OrdinalIgnoreCase)
    {
        // As a GitHub Enterprise Server's, so that the demo is the case with other addresses than github.com's.
        [$"{GitHubOptions.Section}:ApiAddress"] = $"{Text(github.Address)}/api/v3",
        [$"{GitHubOptions.Section}:WebAddress"] = Text(github.Address),
        [$"{GitHubOptions.Section}:Organisation"] = github.Organisation,
        // One of the two, and an app that somebody tries is the one.
        [$"{GitHubOptions.Section}:Token"] = string.IsNullOrEmpty(configuration[$"{GitHubOptions.Section}:App:Id"]) ? github.Token : null,
        [$"{GitHubOptions.Section}:WebhookSecret"] = github.WebhookSecret,
        [$"{SignInSettings.Section}:GitHub:ClientId"] = github.ClientId,

        // With an id of somebody else's it would be wrong.
        [$"{SignInSettings.Section}:GitHub:ClientSecret"] =
            string.IsNullOrEmpty(configuration[$"{SignInSettings.Section}:GitHub:ClientId"]) ? github.ClientSecret : null,
    };

    private static Dictionary<string, string?> Roles(SandboxGitHub github)
    {
        var roles = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, (team, role)) in github.Teams.Index())
        {
            roles[$"{SignInSettings.Section}:Roles:{at}:Organisation"] = github.Organisation;
            roles[$"{SignInSettings.Section}:Roles:{at}:Team"] = team;
            roles[$"{SignInSettings.Section}:Roles:{at}:Role"] = role;
        }

        return roles;
    }

    private static string Text(Uri address) => address.ToString().TrimEnd('/');

    private static void FillIn(ConfigurationManager configuration, Dictionary<string, string?> addresses) =>
        configuration.AddInMemoryCollection(addresses.Where(address => address.Value is not null && string.IsNullOrEmpty(configuration[address.Key])).ToList());
}
