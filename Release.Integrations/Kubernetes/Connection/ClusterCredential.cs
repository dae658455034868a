using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Release.Integrations.Kubernetes.Kubeconfig;
using k8s.Authentication;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>The credential that Release currently uses for a cluster. ToString shows no secret.</summary>
/// <param name="Token">Null if there is none.</param>
/// <param name="Certificate">As PEM; null if there is none.</param>
/// <param name="Key">The certificate's, as PEM.</param>
/// <param name="RenewAt">From then on it must be obtained again.</param>
internal sealed record ClusterIdentity(string? Token, string? Certificate, string? Key, DateTimeOffset RenewAt)
{
    public override string ToString() => nameof(ClusterIdentity);
}

/// <summary>Where a credential comes from.</summary>
internal interface ICredentialSource
{
    /// <summary>Obtaining it again can give a different credential.</summary>
    bool MayChange { get; }

    /// <param name="before">The previous result; null the first time.</param>
    /// <exception cref="KubeconfigException">A file cannot be read, or a plugin did not give a credential.</exception>
    Task<ClusterIdentity> ObtainAsync(ClusterIdentity? before, CancellationToken cancellationToken);
}

/// <summary>Caches a credential until it must be renewed or the cluster refuses it. Obtains one at a time.</summary>
internal sealed class ClusterCredential(ICredentialSource source, TimeProvider clock) : ITokenProvider, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile ClusterIdentity? _kept;
    private volatile ClusterIdentity? _refused;

    public static ClusterCredential Of(KubeconfigContext context, TimeProvider clock) =>
        new(context.Exec is { } plugin ? new ExecCredential(plugin, context, clock) : new FileCredential(context, clock), clock);

    /// <summary>The credential for the next request; usually from the cache.</summary>
    /// <exception cref="KubeconfigException">A file cannot be read, or a plugin did not give a credential.</exception>
    public async ValueTask<ClusterIdentity> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable() is { } usable)
        {
            return usable;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            return Usable() ?? (_kept = await source.ObtainAsync(_kept, cancellationToken));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Call when the cluster refused a credential: it is obtained again, unless a newer one is already there.</summary>
    /// <returns>True if obtaining it again can give a different one, so that the request is worth repeating.</returns>
    public bool Rejected(ClusterIdentity refused)
    {
        if (ReferenceEquals(_kept, refused))
        {
            _refused = refused;
        }

        return source.MayChange;
    }

    public async Task<AuthenticationHeaderValue?> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        (await GetAsync(cancellationToken)).Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;

    public void Dispose() => _one.Dispose();

    private ClusterIdentity? Usable() =>
        _kept is { } kept && kept.RenewAt > clock.GetUtcNow() && !(ReferenceEquals(kept, _refused) && source.MayChange) ? kept : null;
}

/// <summary>A token, a client certificate with its key, or both: fixed values, or files that somebody else renews.</summary>
internal sealed class FileCredential(KubeconfigContext context, TimeProvider clock) : ICredentialSource
{
    /// <summary>As in client-go: files are renewed long before the credential expires, so reading them once a minute is enough.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    public bool MayChange => (context.TokenFile ?? context.ClientCertificate?.Path ?? context.ClientKey?.Path) is not null;

    public async Task<ClusterIdentity> ObtainAsync(ClusterIdentity? before, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var token = context.TokenFile is { } path ? await ReadAsync(path, cancellationToken) : context.Token;
        var renewAt = MayChange ? now + KeepFor : DateTimeOffset.MaxValue;
        if (context is not { ClientCertificate: { } certificate, ClientKey: { } key })
        {
            return new ClusterIdentity(token, null, null, renewAt);
        }

        try
        {
            return Checked(new ClusterIdentity(token, certificate.Read(), key.Read(), renewAt));
        }
        catch (KubeconfigException) when (before is not null)
        {
            // Certificate and key do not match while they are being renewed: use the previous pair for a moment longer.
            return before with { Token = token, RenewAt = now + Moment };
        }
    }

    /// <exception cref="KubeconfigException">The pair cannot be read or does not belong together. The message holds neither.</exception>
    public static ClusterIdentity Checked(ClusterIdentity identity)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPem(identity.Certificate, identity.Key);
            return identity;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException("The client certificate and its key cannot be read or do not belong together: both must be PEM, the key RSA or EC and without a passphrase.");
        }
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return string.IsNullOrWhiteSpace(text) ? throw new KubeconfigException("The token file that the kubeconfig names is empty.") : text.Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"The token file that the kubeconfig names cannot be read ({exception.GetType().Name}).", exception);
        }
    }
}
