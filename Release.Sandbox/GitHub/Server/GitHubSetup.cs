using Release.Sandbox.Git.Configuration;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.GraphQl;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Rest;
using Release.Sandbox.GitHub.Tokens;
using Release.Sandbox.GitHub.Web;
using Release.Sandbox.Hosting;

namespace Release.Sandbox.GitHub.Server;

/// <summary>Assembles GitHub, without slow work that would delay the start.</summary>
internal static class GitHubSetup
{
    public static GitHubState MakeState(SandboxFiles files, ConfigRepository configuration, ILogger logger, TimeProvider time) => new(
        AppRepositories.Open(Path.Combine(files.Repositories, SandboxGitHub.Organisation), configuration, logger, time),
        new Memberships(files.Memberships, logger),
        new GitHubTokens(files.GitHubTokens, files.GitHubToken, logger, time),
        new CheckStore(time),
        new AppKey(files.GitHubApp, time),
        time);

    /// <param name="services">Routes that take precedence over those of repositories.</param>
    public static GitHubHost Make(GitHubState state, IEnumerable<IGitHubRoutes> services) => new(state, services.Concat(Routes));

    private static IEnumerable<IGitHubRoutes> Routes =>
    [
        new MetaRoutes(),
        new OrganisationRoutes(),
        new RepositoryRoutes(),
        new CommitRoutes(),
        new CompareRoutes(),
        new RefRoutes(),
        new GitDataRoutes(),
        new ContentRoutes(),
        new MergeRoutes(),
        new PullRoutes(),
        new AppRoutes(),
        new GraphQlRoutes(),
        new GitHttpRoutes(),
        new CommitPages(),
        new PullPages(),
        new RepositoryPages(),
    ];
}
