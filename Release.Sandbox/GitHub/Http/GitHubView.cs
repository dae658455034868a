using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>A view outside of a call: what webhooks send.</summary>
internal sealed record GitHubView(string Api, string Web, GitHubState State, GitHubIdentity? Identity = null) : IGitHubView
{
    /// <summary>With the addresses of a GitHub as api.github.com is one: the API and the site at the same place.</summary>
    public static GitHubView At(Uri address, GitHubState state) =>
        new(address.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority), state);
}
