namespace Release.Integrations.Git;

/// <summary>Options <c>Release:ConfigRepository</c>: where image tags are kept and how Release writes there.</summary>
public sealed class ConfigRepositoryOptions
{
    public const string Section = "Release:ConfigRepository";

    /// <summary>How Release reads and writes it: the git command line, for any remote, or GitHub's API.</summary>
    public ConfigRepositoryAccess Via { get; set; } = ConfigRepositoryAccess.Git;

    /// <summary>With <see cref="ConfigRepositoryAccess.GitHub"/>: <c>owner/name</c>.</summary>
    public string Repository { get; set; } = "";

    /// <summary>
    /// Any remote git understands: <c>https://host/owner/repository.git</c>, <c>ssh://git@host/…</c>,
    /// <c>git@host:owner/repository.git</c>, or an absolute path. A user and a password in it are never logged.
    /// </summary>
    public string Url { get; set; } = "";

    /// <summary>The branch Argo CD follows.</summary>
    public string Branch { get; set; } = "main";

    /// <summary>Where a cell's file is; <c>{environment}</c> and <c>{application}</c> are each a part of one path segment.</summary>
    public string PathTemplate { get; set; } = "charts/app-config/image-tags/{environment}/{application}";

    public string AuthorName { get; set; } = "Release";

    public string AuthorEmail { get; set; } = "release@localhost.localdomain";

    /// <summary>The kept mirror (bare). Default: <c>config-mirror</c> under <c>Release:DataDirectory</c>.</summary>
    public string Directory { get; set; } = "";

    /// <summary>
    /// A git configuration file to include, for credential helpers, proxies or certificates. The machine's and the
    /// user's own git configuration are left out (git 2.32 or later), so that nothing there changes what Release writes.
    /// </summary>
    public string GitConfigFile { get; set; } = "";

    public TimeSpan FetchTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan PushTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For the first use only, when everything is fetched.</summary>
    public TimeSpan CloneTimeout { get; set; } = TimeSpan.FromMinutes(15);
}
