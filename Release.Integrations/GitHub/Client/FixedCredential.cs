using System.Net.Http.Headers;

namespace Release.Integrations.GitHub.Client;

/// <summary>A personal access token; nobody, where it is empty.</summary>
internal sealed class FixedCredential(string token) : IGitHubCredential
{
    private readonly AuthenticationHeaderValue? _header = token.Length > 0 ? new AuthenticationHeaderValue("Bearer", token) : null;

    public ValueTask<AuthenticationHeaderValue?> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_header);

    public bool Rejected(AuthenticationHeaderValue? authorization) => false;
}
