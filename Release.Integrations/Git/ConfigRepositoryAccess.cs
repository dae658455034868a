namespace Release.Integrations.Git;

/// <summary>How the configuration repository is reached.</summary>
public enum ConfigRepositoryAccess
{
    /// <summary>The <c>git</c> command line and a kept mirror: any remote, many updates in one push.</summary>
    Git,

    /// <summary>GitHub's API alone: no git, no disk, each update by the calls of contracts §4.</summary>
    GitHub,
}
