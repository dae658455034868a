namespace Release.Integrations.GitHub;

/// <summary>Section <c>Release:GitHub</c>: where applications' sources are, and as whom Release asks.</summary>
public sealed class GitHubOptions
{
    public const string Section = "Release:GitHub";

    /// <summary>REST: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> of a GitHub Enterprise Server.</summary>
    public string ApiAddress { get; set; } = "https://api.github.com";

    /// <summary>Empty: <c>/graphql</c> beside the REST address, <c>/api/graphql</c> for a GitHub Enterprise Server.</summary>
    public string GraphQlAddress { get; set; } = "";

    /// <summary>Where people look at it, and sign in.</summary>
    public string WebAddress { get; set; } = "https://github.com";

    /// <summary>The owner of repositories that are known by a bare name.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>A personal access token; leave it out with a GitHub App. Never logged.</summary>
    public string Token { get; set; } = "";

    /// <summary>A GitHub App, instead of a token.</summary>
    public GitHubAppOptions App { get; set; } = new();

    /// <summary>Sent as <c>X-GitHub-Api-Version</c>.</summary>
    public string ApiVersion { get; set; } = "2022-11-28";

    /// <summary>The secret that webhooks are signed with. Empty: webhooks are refused. Never logged.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The application's workflow that builds and deploys.</summary>
    public string DeployWorkflow { get; set; } = "deploy.yml";

    /// <summary>How long one request may take.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);
}

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
