using Release.Core.Board;
using Release.Core.Environments;
using Release.Data;
using Release.Integrations.GitHub.Client;

namespace Release.Web.Options;

/// <summary>Options under <c>Release</c>; <c>appsettings.json</c> documents each.</summary>
public sealed class ReleaseOptions
{
    public const string Section = "Release";

    public RunMode Mode { get; set; } = RunMode.Sandbox;

    /// <summary>Where everything is written; absolute once read.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>In the order of promotion. The defaults are in <c>appsettings.json</c>, not here, so that an index in configuration replaces the default at that index.</summary>
    public IList<EnvironmentSettings> Environments { get; } = [];

    /// <summary>For environments in which others deploy.</summary>
    public ObserveOptions Observe { get; } = new();

    public SandboxSettings Sandbox { get; } = new();

    /// <summary>Where the sandbox's page is; null in live mode, and until the sandbox is found.</summary>
    internal Uri? SandboxPage { get; set; }

    public bool IsSandbox => Mode is RunMode.Sandbox;

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="StartupRefusedException">Something is wrong; the message lists every problem.</exception>
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
        string[] problems = [.. ReleaseOptionsRules.Problems(options)];
        problems = [.. problems, .. SignInProblems(options, configuration, problems.Length == 0 ? options.EnvironmentOrder() : null)];
        return problems.Length == 0 ? options : throw new StartupRefusedException(string.Join(' ', problems));
    }

    public EnvironmentOrder EnvironmentOrder() => new(ConfiguredEnvironments()
        .Select(environment => new DeploymentEnvironment(
            EnvironmentName.Parse(environment.Name), environment.PromotesOnward, environment.Mode, environment.Engine)));

    internal IEnumerable<EnvironmentSettings> ConfiguredEnvironments() =>
        Environments.Where(environment => !string.IsNullOrWhiteSpace(environment.Name));

    /// <summary>Checked before anything is started or waited for. Only live mode needs sign-in to be configured: the sandbox adds its own values.</summary>
    /// <param name="environments">Null when they are wrong themselves.</param>
    private static IEnumerable<string> SignInProblems(ReleaseOptions options, IConfiguration configuration, EnvironmentOrder? environments)
    {
        var settings = SignInRules.Read(configuration);
        return options.IsSandbox
            ? SignInRules.Problems(settings, environments)
            : SignInRules.LiveProblems(settings, configuration.GetSection(GitHubOptions.Section).Get<GitHubOptions>() ?? new GitHubOptions());
    }
}

/// <summary>Whether the systems that Release talks to are imitated on this machine or real.</summary>
public enum RunMode
{
    Sandbox,
    Live,
}

/// <summary>One entry of <c>Release:Environments</c>. An entry with a blank name is ignored, which is how a default one is removed.</summary>
public sealed class EnvironmentSettings
{
    public string Name { get; set; } = "";

    public bool PromotesOnward { get; set; } = true;

    public EnvironmentMode Mode { get; set; } = EnvironmentMode.Orchestrate;

    /// <summary>What applies versions to its cluster.</summary>
    public EnvironmentEngine Engine { get; set; } = EnvironmentEngine.ArgoCd;
}

/// <summary>Options under <c>Release:Observe</c>, for environments whose mode is Observe.</summary>
public sealed class ObserveOptions
{
    /// <summary>Seconds after which a version that nobody announced is recorded as deployed.</summary>
    public double GraceSeconds { get; set; } = ObserveSettings.Default.Grace.TotalSeconds;

    public ObserveSettings Settings() => new(TimeSpan.FromSeconds(GraceSeconds));
}
