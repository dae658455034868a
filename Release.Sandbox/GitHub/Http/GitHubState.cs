using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Checks;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>What GitHub knows: its repositories, who may do what, and what checks said.</summary>
internal sealed record GitHubState(
    AppRepositories Repositories, Memberships Memberships, GitHubTokens Tokens, CheckBook Checks, AppKey App, TimeProvider Time)
{
    /// <summary>How much each caller may still ask.</summary>
    public RateLimits Limits { get; } = new(Time);
}
