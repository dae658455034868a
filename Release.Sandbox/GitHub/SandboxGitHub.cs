namespace Release.Sandbox.GitHub;

/// <summary>Names and ids of the sandbox's GitHub.</summary>
public static class SandboxGitHub
{
    public const string Organisation = "example";

    /// <summary>The configuration repository's full name.</summary>
    public const string ConfigRepository = $"{Organisation}/config";

    /// <summary>The login whose personal token is in <c>github-token</c>.</summary>
    public const string MachineLogin = "release-machine";

    public const string DevelopersTeam = "developers";

    public const string ProductionDeployTeam = "production-deploy";

    public const string AdminsTeam = "release-admins";

    /// <summary>Identifier of the GitHub App whose key is in <c>github-app.pem</c>.</summary>
    public const long AppId = 240_117;

    public const string AppSlug = "release-sandbox";

    /// <summary>Id of the app's installation in the organisation.</summary>
    public const long InstallationId = 51_360_042;

    internal const string DefaultBranch = "main";
}
