namespace Release.Integrations.Kubernetes;

/// <summary>
/// A client certificate with its key, and perhaps a token beside it. Files are read again once a minute and when the
/// cluster refuses, because they are renewed from outside.
/// </summary>
internal sealed class CertificateCredential(PemSource certificate, PemSource key, IClusterCredential token, TimeProvider timeProvider) : IClusterCredential
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Kept? _kept;

    public async ValueTask<ClusterIdentity> GetAsync(CancellationToken cancellationToken)
    {
        var beside = await token.GetAsync(cancellationToken);
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (_kept is null || (_kept.Until <= now && (certificate.IsFile || key.IsFile)))
            {
                _kept = Read(_kept, now);
            }

            if (!ReferenceEquals(_kept.Identity.Header, beside.Header))
            {
                _kept = _kept with { Identity = new ClusterIdentity(beside.Header, _kept.Identity.Certificate) };
            }

            return _kept.Identity;
        }
    }

    public bool Rejected(ClusterIdentity refused)
    {
        var tokenMayHelp = token.Rejected(refused);
        lock (_lock)
        {
            if (!certificate.IsFile && !key.IsFile)
            {
                return tokenMayHelp;
            }

            if (_kept is { } kept && ReferenceEquals(kept.Identity.Certificate, refused.Certificate))
            {
                _kept = kept with { Until = DateTimeOffset.MinValue };
            }

            return true;
        }
    }

    /// <summary>The same pair stays the same object: a new one would mean new connections.</summary>
    private Kept Read(Kept? before, DateTimeOffset now)
    {
        try
        {
            var (certificateText, keyText) = (certificate.Read(), key.Read());
            return before is not null && before.CertificateText == certificateText && before.KeyText == keyText
                ? before with { Until = now + KeepFor }
                : new Kept(new ClusterIdentity(before?.Identity.Header, ClientCertificate.Parse(certificateText, keyText)), certificateText, keyText, now + KeepFor);
        }
        catch (KubeconfigException) when (before is not null)
        {
            // Caught between the renewal of one file and of the other: the old pair still counts for a moment.
            return before with { Until = now + Moment };
        }
    }

    private sealed record Kept(ClusterIdentity Identity, string CertificateText, string KeyText, DateTimeOffset Until);
}
