using System.Text.RegularExpressions;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Data;
using Release.Integrations.GitHub.Client;

namespace Release.Web.Options;

/// <summary>Reads and validates the options of sign-in. Each problem is a sentence that names the option and says what to do.</summary>
internal static partial class SignInRules
{
    private const string Field = SignInSettings.Section;

    /// <exception cref="StartupRefusedException">A value cannot be parsed.</exception>
    public static SignInSettings Read(IConfiguration configuration)
    {
        var settings = new SignInSettings();
        try
        {
            configuration.GetSection(Field).Bind(settings);
        }
        catch (InvalidOperationException error)
        {
            throw new StartupRefusedException($"{error.Message} Its values are documented in appsettings.json.", error);
        }

        return settings;
    }

    /// <exception cref="StartupRefusedException">Something is wrong; the message lists every problem.</exception>
    public static RoleMapping Mapping(SignInSettings settings, EnvironmentOrder environments)
    {
        var problems = Problems(settings, environments).ToArray();
        return problems.Length == 0
            ? new RoleMapping([.. settings.Roles.Select(role => Grant(role)!)])
            : throw new StartupRefusedException(string.Join(' ', problems));
    }

    public static IEnumerable<string> Problems(SignInSettings settings, EnvironmentOrder? environments) =>
        [.. Client(settings), .. settings.Roles.SelectMany((role, index) => Role(role, index, environments)), .. Times(settings)];

    /// <summary>What live mode needs in addition, because nobody is signed in by default there.</summary>
    public static IEnumerable<string> LiveProblems(SignInSettings settings, GitHubOptions github)
    {
        if (!settings.IsConfigured)
        {
            yield return "Release:Mode is Live, but no sign-in is set up, so nobody could sign in: "
                + $"register an OAuth application at GitHub and set {Field}:GitHub:ClientId and {Field}:GitHub:ClientSecret, or set Release:Mode to Sandbox.";
            yield break;
        }

        if (settings.Roles.Count == 0)
        {
            yield return $"{Field}:Roles is empty, so nobody would have a role: map at least one organisation or team, "
                + "for example Release__Authentication__Roles__0__Organisation=alphagov:gov-uk and Release__Authentication__Roles__0__Role=Developer.";
        }

        if (github.Token.Length == 0 && github.App.Id.Length == 0)
        {
            yield return $"{GitHubOptions.Section}:Token and {GitHubOptions.Section}:App are both empty, so Release could not ask GitHub who is in which team: set one of them.";
        }
    }

    private static IEnumerable<string> Client(SignInSettings settings)
    {
        if (settings.GitHub.ClientId.Length > 0 && settings.GitHub.ClientSecret.Length == 0)
        {
            yield return $"{Field}:GitHub:ClientSecret is empty: give the secret of the OAuth application, as the environment variable Release__Authentication__GitHub__ClientSecret.";
        }

        if (settings.KeyCertificate.Length > 0 && !File.Exists(settings.KeyCertificate))
        {
            yield return $"{Field}:KeyCertificate '{settings.KeyCertificate}' does not exist: name a PKCS #12 file, or leave it out.";
        }

        if (settings.FailuresPerMinute < 1)
        {
            yield return $"{Field}:FailuresPerMinute is {settings.FailuresPerMinute}: give at least 1.";
        }
    }

    private static IEnumerable<string> Role(RoleSettings role, int index, EnvironmentOrder? environments)
    {
        var field = $"{Field}:Roles:{index}";
        var (organisation, team) = Names(role);
        if (!OrganisationName().IsMatch(organisation))
        {
            yield return $"{field}:Organisation '{role.Organisation}' is not the name of an organisation at GitHub: give its login, such as alphagov, or organisation:team.";
        }

        if (team is not null && !TeamSlug().IsMatch(team))
        {
            yield return $"{field}:Team '{team}' is not the slug of a team: take the last part of its address at GitHub, such as gov-uk-production-deploy.";
        }

        if (!TryRole(role.Role, out var parsed))
        {
            yield return $"{field}:Role '{role.Role}' is not a role: it is Viewer, Developer, Deployer or Admin.";
        }
        else if (role.Environments.Count > 0 && parsed is not Core.Access.Role.Deployer)
        {
            yield return $"{field}:Environments is only for the role Deployer: leave it out for {role.Role}.";
        }

        foreach (var unknown in role.Environments.Where(name => environments is null ? !EnvironmentName.TryParse(name, out _) : !environments.TryFind(name, out _)))
        {
            yield return $"{field}:Environments has '{unknown}', which is not one of Release:Environments{(environments is null ? "" : $" ({environments.Names})")}.";
        }
    }

    private static IEnumerable<string> Times(SignInSettings settings)
    {
        (string Name, TimeSpan Value, TimeSpan Least)[] times =
        [
            (nameof(settings.SessionLength), settings.SessionLength, TimeSpan.FromSeconds(1)),
            (nameof(settings.RecheckEvery), settings.RecheckEvery, TimeSpan.FromSeconds(1)),
            (nameof(settings.Remembered), settings.Remembered, TimeSpan.Zero),
            (nameof(settings.Grace), settings.Grace, TimeSpan.Zero),
        ];
        return times.Where(time => time.Value < time.Least || time.Value > TimeSpan.FromDays(90))
            .Select(time => $"{Field}:{time.Name} is {time.Value}: give hours:minutes:seconds from {time.Least} to 90 days.");
    }

    private static RoleGrant? Grant(RoleSettings role)
    {
        var (organisation, team) = Names(role);
        return TryRole(role.Role, out var parsed)
            ? new RoleGrant(organisation, team, parsed, [.. role.Environments.Select(EnvironmentName.Parse)])
            : null;
    }

    private static (string Organisation, string? Team) Names(RoleSettings role)
    {
        var parts = role.Organisation.Split([':', '/'], 2);
        var team = parts.Length == 2 ? parts[1] : role.Team;
        return (parts[0], team.Length == 0 ? null : team);
    }

    private static bool TryRole(string text, out Role role) => Enum.TryParse(text, ignoreCase: true, out role) && Enum.IsDefined(role) && !char.IsDigit(text[0]);

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\z", RegexOptions.CultureInvariant)]
    private static partial Regex OrganisationName();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TeamSlug();
}
