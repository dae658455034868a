using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// A credential that a command gives (kubernetes.io, "client-go credential plugins"): run when there is none, shortly
/// before it expires and when the cluster refuses it; one run at a time.
/// </summary>
internal sealed class ExecCredential(ExecPlugin plugin, KubeconfigContext context, TimeProvider timeProvider, TimeSpan? timeLimit = null) : IClusterCredential, IDisposable
{
    /// <summary>A request that begins just before the end must still be good when it arrives.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);
    private readonly ExecProcess _process = new(plugin, timeProvider, timeLimit ?? TimeSpan.FromSeconds(30));
    private volatile Kept? _kept;

    public async ValueTask<ClusterIdentity> GetAsync(CancellationToken cancellationToken)
    {
        if (Usable() is { } usable)
        {
            return usable;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            return Usable() ?? (_kept = await RunAsync(cancellationToken)).Identity;
        }
        finally
        {
            _one.Release();
        }
    }

    public bool Rejected(ClusterIdentity refused)
    {
        if (_kept is { } kept && Same(kept.Identity, refused))
        {
            _kept = null;
        }

        return true;
    }

    public void Dispose() => _one.Dispose();

    private ClusterIdentity? Usable() => _kept is { } kept && kept.RenewAt > timeProvider.GetUtcNow() ? kept.Identity : null;

    private static bool Same(ClusterIdentity one, ClusterIdentity other) =>
        ReferenceEquals(one.Header, other.Header) && ReferenceEquals(one.Certificate, other.Certificate);

    private async Task<Kept> RunAsync(CancellationToken cancellationToken)
    {
        var began = timeProvider.GetUtcNow();
        var output = await _process.RunAsync(Information(), cancellationToken);
        var status = Read(output);
        if (status.Token is not { Length: > 0 } && status.ClientCertificateData is not { Length: > 0 })
        {
            throw Wrong("gave neither a token nor a certificate");
        }

        var header = status.Token is { Length: > 0 } token ? new AuthenticationHeaderValue("Bearer", token) : null;
        return new Kept(new ClusterIdentity(header, Certificate(status)), RenewAt(began, status.ExpirationTimestamp));
    }

    /// <summary>Without an end it is kept until the cluster refuses it.</summary>
    private static DateTimeOffset RenewAt(DateTimeOffset began, DateTimeOffset? expires)
    {
        if (expires is not { } end)
        {
            return DateTimeOffset.MaxValue;
        }

        // Of a very short life a tenth is left over, so that the command does not run for every request.
        var early = TimeSpan.FromTicks(Math.Min(Early.Ticks, Math.Max(0, (end - began).Ticks / 10)));
        return end - early;
    }

    private X509Certificate2? Certificate(ExecAnswer.CredentialPart status)
    {
        if (status.ClientCertificateData is not { Length: > 0 } certificate)
        {
            return null;
        }

        // The same pair again is the same certificate, so that connections stay.
        return ClientCertificate.Parse(certificate, status.ClientKeyData ?? throw Wrong("gave a certificate without its key"));
    }

    private ExecAnswer.CredentialPart Read(string output)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(output, KubernetesJson.Default.ExecAnswer);
            return answer?.ApiVersion == plugin.ApiVersion
                ? answer.Status ?? throw Wrong("gave no status")
                : throw Wrong($"answered in the version '{answer?.ApiVersion}' instead of '{plugin.ApiVersion}', which the kubeconfig asks for");
        }
        catch (JsonException)
        {
            // Its words may be a token, so they are not repeated.
            throw Wrong("did not answer with an ExecCredential in JSON");
        }
    }

    private KubeconfigException Wrong(string what) => new($"The command {plugin} of the kubeconfig's context '{context.Name}' {what}.");

    /// <summary>What the command is told in <c>KUBERNETES_EXEC_INFO</c>.</summary>
    private string Information()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.ProvideClusterInfo)
        {
            spec["cluster"] = Cluster();
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private JsonObject Cluster()
    {
        var cluster = new JsonObject { ["server"] = context.Server.OriginalString };
        Add("tls-server-name", context.TlsServerName);
        var authority = context.CertificateAuthorityData
            ?? (context.CertificateAuthority is { } path ? new PemSource("certificate-authority", null, path).Read() : null);
        Add("certificate-authority-data", authority is null ? null : Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority)));
        Add("proxy-url", context.Proxy?.OriginalString);
        if (plugin.Config is { } config)
        {
            cluster["config"] = JsonNode.Parse(config);
        }

        return cluster;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                cluster[name] = value;
            }
        }
    }

    private sealed record Kept(ClusterIdentity Identity, DateTimeOffset RenewAt);
}
