using System.Net.Http.Headers;

namespace Release.Integrations.Kubernetes;

/// <summary>A bearer token, fixed or in a file that is renewed from outside.</summary>
internal sealed class TokenCredential(string? token, string? tokenFile, TimeProvider timeProvider) : IClusterCredential
{
    /// <summary>As client-go does it: tokens are renewed long before they end.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private volatile Kept? _kept;

    public async ValueTask<AuthenticationHeaderValue?> HeaderAsync(CancellationToken cancellationToken)
    {
        if (tokenFile is null)
        {
            return token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        }

        var now = timeProvider.GetUtcNow();
        if (_kept is not { } kept || kept.Until <= now)
        {
            var text = (await ReadAsync(tokenFile, cancellationToken)).Trim();
            _kept = kept = new Kept(new AuthenticationHeaderValue("Bearer", text), now + KeepFor);
        }

        return kept.Header;
    }

    public void Rejected() => _kept = null;

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The token file that the kubeconfig names cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    private sealed record Kept(AuthenticationHeaderValue Header, DateTimeOffset Until);
}
