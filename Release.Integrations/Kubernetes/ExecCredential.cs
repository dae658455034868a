using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Objects;
using k8s.KubeConfigModels;

namespace Release.Integrations.Kubernetes;

/// <summary>
/// A credential that a command gives (kubernetes.io, "client-go credential plugins"). Its own, because KubernetesClient
/// joins the arguments with spaces, blocks a thread, lets a hanging command live and knows no certificate that expires.
/// </summary>
internal sealed class ExecCredential(ExternalExecution plugin, KubeconfigContext context, TimeProvider timeProvider, TimeSpan? timeLimit = null) : ICredentialSource
{
    /// <summary>A request that begins just before the end must still be good when it arrives.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly ExecProcess _process = new(plugin, timeProvider, timeLimit ?? TimeSpan.FromSeconds(30));

    public bool MayChange => true;

    public async Task<ClusterIdentity> ObtainAsync(ClusterIdentity? before, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetUtcNow();
        var status = Read(await _process.RunAsync(Information(), cancellationToken));
        var (token, certificate) = (NotEmpty(status.Token), NotEmpty(status.ClientCertificateData));
        if ((token ?? certificate) is null)
        {
            throw Wrong("gave neither a token nor a certificate");
        }

        var renewAt = RenewAt(began, status.ExpirationTimestamp);
        return certificate is null
            ? new ClusterIdentity(token, null, null, renewAt)
            : FileCredential.Checked(new ClusterIdentity(token, certificate, NotEmpty(status.ClientKeyData) ?? throw Wrong("gave a certificate without its key"), renewAt));
    }

    /// <summary>Without an end it is kept until the cluster refuses it.</summary>
    private static DateTimeOffset RenewAt(DateTimeOffset began, DateTime? expires)
    {
        if (expires is not { } end)
        {
            return DateTimeOffset.MaxValue;
        }

        // Of a very short life a tenth is left over, so that the command does not run for every request.
        var life = new DateTimeOffset(end.ToUniversalTime()) - began;
        return began + life - TimeSpan.FromTicks(Math.Min(Early.Ticks, Math.Max(0, life.Ticks / 10)));
    }

    private ExecCredentialResponse.ExecStatus Read(string output)
    {
        try
        {
            var answer = JsonSerializer.Deserialize(output, KubernetesJson.Default.ExecCredentialResponse);
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

    private KubeconfigException Wrong(string what) => new($"The command {_process} of the kubeconfig's context '{context.Name}' {what}.");

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
        Add("certificate-authority-data", context.Authority is { } authority ? Convert.ToBase64String(Encoding.UTF8.GetBytes(authority.Read())) : null);
        Add("proxy-url", context.Proxy?.OriginalString);
        Add("config", context.ExecConfig is { } config ? JsonNode.Parse(config) : null);
        return cluster;

        void Add(string name, JsonNode? value)
        {
            if (value is not null)
            {
                cluster[name] = value;
            }
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
