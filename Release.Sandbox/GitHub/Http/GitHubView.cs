using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>A view outside of a call: what webhooks send.</summary>
internal sealed record GitHubView(string Api, string Web, GitHubState State, GitHubIdentity? Identity = null) : IGitHubView
{
    /// <summary>With the addresses of a GitHub as api.github.com is one: the API and the site at the same place.</summary>
    public static GitHubView At(Uri address, GitHubState state) =>
        new(address.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority), state);
}

/// <summary>What writing an answer needs to know: where the reader finds things, and who reads.</summary>
internal interface IGitHubView
{
    /// <summary>The API's base address, without a slash at the end.</summary>
    string Api { get; }

    /// <summary>The site's base address, without a slash at the end.</summary>
    string Web { get; }

    GitHubState State { get; }

    /// <summary>Null for a reader without a token.</summary>
    GitHubIdentity? Identity { get; }
}
