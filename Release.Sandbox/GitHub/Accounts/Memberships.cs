using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Accounts;

/// <summary>The members of each team. An account without a team is not a member of the organisation. Changes are saved at once.</summary>
internal sealed class Memberships(string path, ILogger logger)
{
    public static readonly IReadOnlyList<Team> Teams =
    [
        new(7_700_001, SandboxGitHub.DevelopersTeam, "Developers", "Everybody who works on the applications"),
        new(7_700_002, SandboxGitHub.ProductionDeployTeam, "Production deploy", "May deploy to staging and production"),
        new(7_700_003, SandboxGitHub.AdminsTeam, "Release admins", "Look after Release itself"),
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _changed = StateFile.Load<Dictionary<string, List<string>>>(path, logger) ?? [];

    public IReadOnlyList<string> TeamsOf(string login)
    {
        lock (_gate)
        {
            return People.Find(login) is not { } person ? [] : _changed.TryGetValue(person.Login, out var teams) ? [.. teams] : person.Teams;
        }
    }

    public bool IsIn(string team, string login) => TeamsOf(login).Contains(team, StringComparer.OrdinalIgnoreCase);

    public bool IsMember(string login) => TeamsOf(login).Count > 0;

    /// <summary>Replaces the teams of an account.</summary>
    /// <exception cref="ArgumentException">There is no such account.</exception>
    public void Replace(string login, IReadOnlyList<string> teams)
    {
        var person = People.Find(login) ?? throw new ArgumentException($"There is no account {login}.", nameof(login));
        lock (_gate)
        {
            _changed[person.Login] = [.. teams];
            StateFile.Save(path, _changed);
        }
    }
}

/// <summary>A team of the organisation.</summary>
internal sealed record Team(long Id, string Slug, string Name, string Description);
