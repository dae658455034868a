using Release.Core.Environments;
using Release.Data;
using Release.Integrations.GitHub.Client;

namespace Release.Web.Hosting;

/// <summary>Options under <c>Release</c>; <c>appsettings.json</c> documents each.</summary>
public sealed class ReleaseOptions
{
    public const string Section = "Release";

    public RunMode Mode { get; set; } = RunMode.Sandbox;

    /// <summary>Where everything is written; absolute once read.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>In the direction versions flow. The defaults stand in <c>appsettings.json</c>, so that indexes mean what they say.</summary>
    public IList<EnvironmentSettings> Environments { get; } = [];

    /// <summary>How environments are watched where others deploy.</summary>
    public ObserveOptions Observe { get; } = new();

    public SandboxSettings Sandbox { get; } = new();

    public bool IsSandbox => Mode is RunMode.Sandbox;

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="StartupRefusedException">With every problem found.</exception>
    public static ReleaseOptions Read(IConfiguration configuration)
    {
        var options = new ReleaseOptions();
        try
        {
            configuration.GetSection(Section).Bind(options);
        }
        catch (InvalidOperationException error)
        {
            throw new StartupRefusedException(
                $"{error.Message} Its values are documented in appsettings.json.", error);
        }

        options.DataDirectory = Data.DataDirectory.Of(configuration);
        string[] problems = [.. ReleaseOptionsRules.Problems(options), .. SignInProblems(options, configuration)];
        return problems.Length == 0 ? options : throw new StartupRefusedException(string.Join(' ', problems));
    }

    public EnvironmentOrder EnvironmentOrder() => new(ConfiguredEnvironments()
        .Select(environment => new DeploymentEnvironment(
            EnvironmentName.Parse(environment.Name), environment.PromotesOnward, environment.Mode, environment.Engine)));

    internal IEnumerable<EnvironmentSettings> ConfiguredEnvironments() =>
        Environments.Where(environment => !string.IsNullOrWhiteSpace(environment.Name));

    /// <summary>In the sandbox one is signed in by default, and the rest is checked once it has filled in its own.</summary>
    private static IEnumerable<string> SignInProblems(ReleaseOptions options, IConfiguration configuration) => options.IsSandbox
        ? []
        : SignInRules.LiveProblems(
            SignInRules.Read(configuration), configuration.GetSection(GitHubOptions.Section).Get<GitHubOptions>() ?? new GitHubOptions());
}
