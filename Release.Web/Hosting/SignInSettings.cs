namespace Release.Web.Hosting;

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
