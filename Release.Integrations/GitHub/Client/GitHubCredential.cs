using System.Net.Http.Headers;

namespace Release.Integrations.GitHub.Client;

/// <summary>As whom Release asks GitHub.</summary>
internal interface IGitHubCredential
{
    /// <summary>Null asks as nobody: public repositories, at 60 requests an hour.</summary>
    ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken);

    /// <summary>GitHub did not accept it. Returns whether there may be another to try.</summary>
    bool Rejected(AuthenticationHeaderValue? authorization);
}

/// <summary>A personal access token; nobody, where it is empty.</summary>
internal sealed class FixedCredential(string token) : IGitHubCredential
{
    private readonly AuthenticationHeaderValue? _header = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;

    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_header);

    public bool Rejected(AuthenticationHeaderValue? authorization) => false;
}
