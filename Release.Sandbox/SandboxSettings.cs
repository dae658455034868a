using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Release.Sandbox.Hosting;
using Release.Sandbox.Settings;

namespace Release.Sandbox;

/// <summary>
/// What the sandbox reads of the configuration that it shares with Release: appsettings.json, environment variables and
/// the command line, under the same keys. <c>appsettings.json</c> documents each.
/// </summary>
internal sealed partial record SandboxSettings
{
    private const double LongestSeconds = 86_400;
    private const string Section = "Release:Sandbox";

    public required SandboxOptions Options { get; init; }

    /// <summary>Whether Release works with the real systems, so that nobody needs a sandbox.</summary>
    public bool IsLive { get; init; }

    /// <summary>Where page and control API listen; null for a free port of loopback, the former one if possible.</summary>
    public Uri? ControlUrl { get; init; }

    /// <summary>Whether page and control API may be reached by other names than this machine's loopback.</summary>
    public bool AllowRemote { get; init; }

    /// <summary>A fixed token for the control API beside the sandbox's own; null for none.</summary>
    public string? ApiToken { get; init; }

    public required IConfiguration Configuration { get; init; }

    /// <exception cref="SandboxRefusedException">With every problem found.</exception>
    public static SandboxSettings Read(string[] args)
    {
        try
        {
            return Read(new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
                .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build());
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FormatException)
        {
            throw new SandboxRefusedException($"Its configuration cannot be read: {unreadable.Message} Correct appsettings.json or the arguments.");
        }
    }

    /// <exception cref="SandboxRefusedException">With every problem found.</exception>
    public static SandboxSettings Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var sandbox = configuration.GetSection(Section);
        var environments = configuration.GetSection("Release:Environments").GetChildren()
            .Where(environment => !string.IsNullOrWhiteSpace(environment["Name"]))
            .Select(environment => (Name: environment["Name"]!, Engine: environment["Engine"])).ToList();
        if (environments.Count == 0)
        {
            problems.Add("Release:Environments is empty: name at least one, for example Release__Environments__0__Name=integration.");
        }

        problems.AddRange(environments.Where(environment => !EnvironmentName().IsMatch(environment.Name))
            .Select(environment => $"Release:Environments has '{environment.Name}', which is not an environment name: use lower-case letters, digits and '-', at most 40 characters."));
        problems.AddRange(environments.GroupBy(environment => environment.Name, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => $"Release:Environments has '{same.Key}' twice: give each environment once."));
        if (sandbox["SeedDirectory"] is { Length: > 0 } seed && !Directory.Exists(seed))
        {
            problems.Add($"{Section}:SeedDirectory '{seed}' does not exist: name a folder with one folder per environment, or leave it out.");
        }

        var allowRemote = Flag(sandbox, "AllowRemote", problems);
        var settings = new SandboxSettings
        {
            Configuration = configuration,
            IsLive = string.Equals(configuration["Release:Mode"], "Live", StringComparison.OrdinalIgnoreCase),
            AllowRemote = allowRemote,
            ApiToken = sandbox["ApiToken"] is { Length: > 0 } token ? token : null,
            ControlUrl = Address(sandbox["ControlUrl"], allowRemote, problems),
            Options = new SandboxOptions
            {
                Directory = Path.Combine(DataDirectory(configuration, problems), "sandbox"),
                SeedDirectory = sandbox["SeedDirectory"],
                Environments = [.. environments.Select(environment => environment.Name)],
                WithoutArgoCd = [.. environments.Where(environment => string.Equals(environment.Engine, "Kubernetes", StringComparison.OrdinalIgnoreCase)).Select(environment => environment.Name)],
                RolloutSeconds = Seconds(sandbox, "RolloutSeconds", 8, problems),
                SmokeTestSeconds = Seconds(sandbox, "SmokeTestSeconds", 4, problems),
                BuildSeconds = Seconds(sandbox, "BuildSeconds", 6, problems),
                ProgressDeadlineSeconds = (int)Math.Ceiling(Seconds(sandbox, "ProgressDeadlineSeconds", 30, problems)),
            },
        };
        return problems.Count == 0 || settings.IsLive ? settings : throw new SandboxRefusedException(string.Join(' ', problems));
    }

    private static string DataDirectory(IConfiguration configuration, List<string> problems)
    {
        if (configuration["Release:DataDirectory"] is { } configured && !string.IsNullOrWhiteSpace(configured))
        {
            return Path.GetFullPath(configured);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (home.Length == 0)
        {
            problems.Add("Release:DataDirectory is not set, and this user has no home folder to fall back on: set it to a folder that may be written to.");
        }

        return Path.Combine(home, "release");
    }

    private static double Seconds(IConfigurationSection sandbox, string name, double otherwise, List<string> problems)
    {
        if (sandbox[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= LongestSeconds)
        {
            return seconds;
        }

        problems.Add($"{Section}:{name} is {text}: give seconds from 0 to {LongestSeconds}.");
        return otherwise;
    }

    private static bool Flag(IConfigurationSection sandbox, string name, List<string> problems)
    {
        if (sandbox[name] is not { Length: > 0 } text)
        {
            return false;
        }

        if (!bool.TryParse(text, out var flag))
        {
            problems.Add($"{Section}:{name} is {text}: give true or false.");
        }

        return flag;
    }

    private static Uri? Address(string? text, bool allowRemote, List<string> problems)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || ListenAddress(address) is not { } ip)
        {
            problems.Add($"{Section}:ControlUrl '{text}' is not an address to listen on: use http://127.0.0.1:5001, for example.");
            return null;
        }

        if (!IPAddress.IsLoopback(ip) && !allowRemote)
        {
            problems.Add($"{Section}:ControlUrl '{text}' can be reached from other machines: use http://127.0.0.1:5001, or set {Section}:AllowRemote to true.");
        }

        if (!IPAddress.IsLoopback(ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any))
        {
            problems.Add($"{Section}:ControlUrl '{text}' is one interface, where Release, which looks on loopback, does not find it: use http://127.0.0.1:5001 or http://0.0.0.0:5001.");
        }

        return address;
    }

    /// <summary>Null for a name, which does not say which interface is meant.</summary>
    public static IPAddress? ListenAddress(Uri address) =>
        address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : null;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvironmentName();
}
