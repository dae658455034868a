using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>What GitHub knows: its repositories, who may do what, and what checks said.</summary>
internal sealed record GitHubState(
    AppRepositories Repositories, Memberships Memberships, GitHubTokens Tokens, CheckBook Checks, AppKey App, TimeProvider Time) : IAsyncDisposable
{
    /// <summary>How much each caller may still ask.</summary>
    public RateLimits Limits { get; } = new(Time);

    /// <summary>Whether somebody may write to repositories: the machine user, the installed app, or a member of the organisation whose token has the scope.</summary>
    public bool MayWrite(GitHubIdentity identity) =>
        identity.InstallationId is not null || (identity.MayWriteRepositories && Memberships.IsMember(identity.Login));

    /// <summary>Ends what is being made. To be called when nobody asks any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Repositories.DisposeAsync();
        await App.DisposeAsync();
    }
}
