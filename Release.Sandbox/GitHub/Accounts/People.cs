using System.Globalization;

namespace Release.Sandbox.GitHub.Accounts;

/// <summary>The accounts of the sandbox's GitHub: two admins, two people who may deploy to production, three developers, one outsider, and machines.</summary>
internal static class People
{
    private const string Developers = SandboxGitHub.DevelopersTeam;
    private const string Production = SandboxGitHub.ProductionDeployTeam;
    private const string Admins = SandboxGitHub.AdminsTeam;

    public static readonly Person Dependabot = new(4_900_201, "dependabot[bot]", "dependabot[bot]", [], IsMachine: true);

    public static readonly Person Machine = new(4_900_202, SandboxGitHub.MachineLogin, "Release machine user", [Developers], IsMachine: true);

    public static readonly Person AppBot = new(4_900_203, $"{SandboxGitHub.AppSlug}[bot]", $"{SandboxGitHub.AppSlug}[bot]", [], IsMachine: true);

    public static readonly IReadOnlyList<Person> All =
    [
        new(4_900_101, "amara-osei", "Amara Osei", [Developers, Production, Admins]),
        new(4_900_102, "tom-ashdown", "Tom Ashdown", [Developers, Production, Admins]),
        new(4_900_103, "priya-menon", "Priya Menon", [Developers, Production]),
        new(4_900_104, "callum-rae", "Callum Rae", [Developers, Production]),
        new(4_900_105, "mei-tanaka", "Mei Tanaka", [Developers]),
        new(4_900_106, "joss-bellamy", "Joss Bellamy", [Developers]),
        new(4_900_107, "leila-haddad", "Leila Haddad", [Developers]),
        new(4_900_108, "sam-outerbridge", "Sam Outerbridge", []),
        Dependabot,
        Machine,
        AppBot,
    ];

    private static readonly Dictionary<string, Person> ByLogin = All.ToDictionary(person => person.Login, StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, Person> ByEmail = All.ToDictionary(person => person.Email, StringComparer.OrdinalIgnoreCase);

    /// <summary>The authors of the sample applications.</summary>
    public static IReadOnlyList<Person> Authors { get; } = [.. All.Where(person => !person.IsMachine && person.Teams.Count > 0)];

    public static Person? Find(string login) => ByLogin.GetValueOrDefault(login);

    /// <summary>The account of a commit's e-mail address.</summary>
    public static Person? FindByEmail(string email) => ByEmail.GetValueOrDefault(email);
}

/// <summary>An account; all of them are fictional.</summary>
/// <param name="Id">GitHub's numeric id.</param>
/// <param name="Teams">Initial team slugs; an account without a team is not a member of the organisation.</param>
/// <param name="IsMachine">True for accounts that nobody signs in with.</param>
internal sealed record Person(long Id, string Login, string Name, IReadOnlyList<string> Teams, bool IsMachine = false)
{
    public string Email => IsBot ? $"{Id.ToString(CultureInfo.InvariantCulture)}+{Login}@users.noreply.example.com" : $"{Login}@example.com";

    public bool IsBot => Login.EndsWith("[bot]", StringComparison.Ordinal);
}
