using Octokit.Caching;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// What is asked of GitHub, for the handler beneath Octokit: its typed calls take no token, and know neither what a person
/// asked for nor the permission that it takes. It goes along with the call's own flow, so that calls at once keep apart.
/// </summary>
/// <param name="what">What is asked for, in words for people: "the commits of example/publisher".</param>
internal sealed class GitHubCall(GitHubRoute route, string what, GitHubAddresses addresses, IGitHubCredential credential, CancellationToken cancellationToken)
{
    private static readonly AsyncLocal<GitHubCall?> s_current = new();

    public static GitHubCall Current => s_current.Value ?? throw new InvalidOperationException($"GitHub is asked through {nameof(GitHubApi)} only.");

    public GitHubRoute Route => route;

    public string What => what;

    public GitHubAddresses Addresses => addresses;

    public IGitHubCredential Credential => credential;

    /// <summary>Of whoever asks; it ends the request on the wire.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>GitHub's answer that is a success, while Octokit reads it; of several pages the newest.</summary>
    public GitHubAnswer? Answer { get; set; }

    /// <summary>What may be kept once it could be read.</summary>
    public List<(Uri Address, CachedResponse.V1 Response)> Fresh { get; } = [];

    public async Task<T> RunAsync<T>(Func<Task<T>> ask)
    {
        s_current.Value = this;
        return await ask();
    }
}
