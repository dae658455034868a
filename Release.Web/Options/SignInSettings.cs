namespace Release.Web.Options;

/// <summary>Options under <c>Release:Authentication</c>: how people sign in, what that makes them, and for how long.</summary>
public sealed class SignInSettings
{
    public const string Section = "Release:Authentication";

    public GitHubSignInSettings GitHub { get; set; } = new();

    /// <summary>Which memberships give which role; the highest counts.</summary>
    public IList<RoleSettings> Roles { get; } = [];

    /// <summary>From sign-in, however busy; then one signs in again.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(12);

    /// <summary>How often the memberships of those signed in are asked for.</summary>
    public TimeSpan RecheckEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Before a deployment that needs a deployer memberships are asked for, unless they were within this.</summary>
    public TimeSpan Remembered { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>So long the last answer counts when GitHub cannot be asked.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Wrong tokens and failed sign-ins from one address in a minute, before it is answered 429.</summary>
    public int FailuresPerMinute { get; set; } = 30;

    /// <summary>A PKCS #12 file whose certificate encrypts the session keys in the database; empty: they lie there readable.</summary>
    public string KeyCertificate { get; set; } = "";

    public string KeyCertificatePassword { get; set; } = "";

    public bool IsConfigured => GitHub.ClientId.Length > 0;
}

/// <summary>The OAuth application that Release is at GitHub. Its callback address there is Release's own plus <c>/sign-in/callback</c>.</summary>
public sealed class GitHubSignInSettings
{
    /// <summary>Empty: nobody can sign in with GitHub.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Never logged.</summary>
    public string ClientSecret { get; set; } = "";
}

/// <summary>Active members of this get that role.</summary>
public sealed class RoleSettings
{
    /// <summary>The organisation's login; or <c>organisation:team</c> in one.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>The team's slug; empty for the whole organisation.</summary>
    public string Team { get; set; } = "";

    /// <summary><c>Viewer</c>, <c>Developer</c>, <c>Deployer</c> or <c>Admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Where a deployer deploys; empty means everywhere.</summary>
    public IList<string> Environments { get; } = [];
}
