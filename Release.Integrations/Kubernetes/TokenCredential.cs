using System.Net.Http.Headers;

namespace Release.Integrations.Kubernetes;

/// <summary>A bearer token, fixed or in a file that is renewed from outside.</summary>
internal sealed class TokenCredential(string? token, string? tokenFile, TimeProvider timeProvider) : IClusterCredential
{
    /// <summary>As client-go does it: tokens are renewed long before they end.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly ClusterIdentity _fixed = token is null ? ClusterIdentity.Nobody : Bearer(token);
    private volatile Kept? _kept;

    public async ValueTask<ClusterIdentity> GetAsync(CancellationToken cancellationToken)
    {
        if (tokenFile is null)
        {
            return _fixed;
        }

        var now = timeProvider.GetUtcNow();
        if (_kept is not { } kept || kept.Until <= now)
        {
            var text = (await ReadAsync(tokenFile, cancellationToken)).Trim();
            _kept = kept = new Kept(Bearer(text), now + KeepFor);
        }

        return kept.Identity;
    }

    public bool Rejected(ClusterIdentity refused)
    {
        if (tokenFile is null)
        {
            return false;
        }

        if (_kept is { } kept && ReferenceEquals(kept.Identity.Header, refused.Header))
        {
            _kept = null;
        }

        return true;
    }

    private static ClusterIdentity Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token));

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return string.IsNullOrWhiteSpace(text) ? throw new KubeconfigException("The token file that the kubeconfig names is empty.") : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The token file that the kubeconfig names cannot be read ({exception.GetType().Name}).", exception);
        }
    }

    private sealed record Kept(ClusterIdentity Identity, DateTimeOffset Until);
}
