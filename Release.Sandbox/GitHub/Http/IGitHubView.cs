using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Http;

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
