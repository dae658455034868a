using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>GitHub's data: repositories, memberships, tokens and checks.</summary>
internal sealed record GitHubState(
    AppRepositories Repositories, Memberships Memberships, GitHubTokens Tokens, CheckStore Checks, AppKey App, TimeProvider Time) : IAsyncDisposable
{
    /// <summary>The rate limits of each caller.</summary>
    public RateLimits Limits { get; } = new(Time);

    /// <summary>Whether somebody may write to repositories: the machine user, the installed app, or a member of the organisation whose token has the scope.</summary>
    public bool MayWrite(GitHubIdentity identity) =>
        identity.InstallationId is not null || (identity.MayWriteRepositories && Memberships.IsMember(identity.Login));

    /// <summary>Cancels repositories and keys that are being created. Call it after the server has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await Repositories.DisposeAsync();
        await App.DisposeAsync();
    }
}
