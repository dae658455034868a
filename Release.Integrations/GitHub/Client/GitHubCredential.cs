using System.Net.Http.Headers;

namespace Release.Integrations.GitHub.Client;

/// <summary>Release's credential for GitHub.</summary>
internal interface IGitHubCredential
{
    /// <summary>Null means anonymous: public repositories only, at 60 requests an hour.</summary>
    ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Call when GitHub refused the credential. Returns whether a retry may get another one.</summary>
    bool Rejected(AuthenticationHeaderValue? authorization);
}

/// <summary>A personal access token; anonymous if it is empty.</summary>
internal sealed class FixedCredential(string token) : IGitHubCredential
{
    private readonly AuthenticationHeaderValue? _header = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;

    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_header);

    public bool Rejected(AuthenticationHeaderValue? authorization) => false;
}
