namespace Release.Integrations.GitHub;

/// <summary>A GitHub App as which Release asks.</summary>
public sealed class GitHubAppOptions
{
    /// <summary>The app's id or client id: the token's issuer. Empty: no app.</summary>
    public string Id { get; set; } = "";

    /// <summary>0: the installation of <see cref="GitHubOptions.Organisation"/> is looked up.</summary>
    public long InstallationId { get; set; }

    /// <summary>The private key as a PEM file; or <see cref="PrivateKey"/>.</summary>
    public string PrivateKeyFile { get; set; } = "";

    /// <summary>The private key itself as PEM. Never logged.</summary>
    public string PrivateKey { get; set; } = "";
}
