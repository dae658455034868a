namespace Release.Web.Options;

/// <summary>Options under <c>Release:Authentication</c>: how people sign in, which role they get, and for how long.</summary>
public sealed class SignInSettings
{
    public const string Section = "Release:Authentication";

    public GitHubSignInSettings GitHub { get; set; } = new();

    /// <summary>Which memberships give which role; the highest counts.</summary>
    public IList<RoleSettings> Roles { get; } = [];

    /// <summary>Counted from sign-in; activity does not extend it.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How often GitHub is asked for the memberships of everybody who is signed in.</summary>
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A deployment that needs a deployer asks GitHub for memberships, unless the last answer is younger than this.</summary>
    public TimeSpan Remembered { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the last answer counts while GitHub does not answer.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(12);

    /// <summary>After this many wrong tokens and failed sign-ins in a minute, an address is answered 429.</summary>
    public int FailuresPerMinute { get; set; } = 30;

    /// <summary>A PKCS #12 file whose certificate encrypts the session keys in the database; when empty, they are stored unencrypted.</summary>
    public string KeyCertificate { get; set; } = "";

    public string KeyCertificatePassword { get; set; } = "";

    public bool IsConfigured => GitHub.ClientId.Length > 0;
}

/// <summary>Release's OAuth application at GitHub. Its callback address is Release's own plus <c>/sign-in/callback</c>.</summary>
public sealed class GitHubSignInSettings
{
    /// <summary>When empty, sign-in with GitHub is off.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string ClientSecret { get; set; } = "";
}

/// <summary>Gives a role to the active members of an organisation or team.</summary>
public sealed class RoleSettings
{
    /// <summary>The organisation's login, or <c>organisation:team</c>.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>The team's slug; empty for the whole organisation.</summary>
    public string Team { get; set; } = "";

    /// <summary><c>Viewer</c>, <c>Developer</c>, <c>Deployer</c> or <c>Admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Where a deployer may deploy; empty means everywhere.</summary>
    public IList<string> Environments { get; } = [];
}
