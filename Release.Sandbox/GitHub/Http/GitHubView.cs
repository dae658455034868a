using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

/// <summary>A view without a request, for webhooks.</summary>
internal sealed record GitHubView(string Api, string Web, GitHubState State, GitHubIdentity? Identity = null) : IGitHubView
{
    /// <summary>Uses one base address for the API and the site.</summary>
    public static GitHubView At(Uri address, GitHubState state) =>
        new(address.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority), state);
}

/// <summary>What JSON writers need: the base addresses of links, and the reader's identity.</summary>
internal interface IGitHubView
{
    /// <summary>The API's base address, without a slash at the end.</summary>
    string Api { get; }

    /// <summary>The site's base address, without a slash at the end.</summary>
    string Web { get; }

    GitHubState State { get; }

    /// <summary>Null for a request without a token.</summary>
    GitHubIdentity? Identity { get; }
}
