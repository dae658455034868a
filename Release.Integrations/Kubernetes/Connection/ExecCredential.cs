using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using k8s.KubeConfigModels;

namespace Release.Integrations.Kubernetes.Connection;

/// <summary>
/// A credential from a command (kubernetes.io, "client-go credential plugins"). Not KubernetesClient's implementation,
/// because that joins the arguments with spaces, blocks a thread, does not stop a hanging command and ignores the expiry of
/// certificates.
/// </summary>
internal sealed class ExecCredential(ExternalExecution plugin, KubeconfigContext context, TimeProvider clock, TimeSpan? timeLimit = null) : ICredentialSource
{
    /// <summary>Renew this long before the expiry, so that a request does not arrive with an expired credential.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly ExecProcess _process = new(plugin, clock, timeLimit ?? TimeSpan.FromSeconds(30));

    public bool MayChange => true;

    public async Task<ClusterIdentity> ObtainAsync(ClusterIdentity? before, CancellationToken cancellationToken)
    {
        var began = clock.GetUtcNow();
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

    /// <summary>Without an expiry it is kept until the cluster refuses it.</summary>
    private static DateTimeOffset RenewAt(DateTimeOffset began, DateTime? expires)
    {
        if (expires is not { } end)
        {
            return DateTimeOffset.MaxValue;
        }

        // Renew a short-lived credential after nine tenths of its life, so that the command does not run for every request.
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
            // The output may contain a token, so the message does not quote it.
            throw Wrong("did not answer with an ExecCredential in JSON");
        }
    }

    private KubeconfigException Wrong(string what) => new($"The command {_process} of the kubeconfig's context '{context.Name}' {what}.");

    /// <summary>The value of <c>KUBERNETES_EXEC_INFO</c>.</summary>
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

/// <summary>Runs a credential plugin: without a shell, without input, with a time limit. Secrets are removed from its error output.</summary>
internal sealed partial class ExecProcess(ExternalExecution plugin, TimeProvider clock, TimeSpan timeLimit)
{
    private const int MaxOutput = 1024 * 1024;
    private const int MaxError = 500;

    private readonly KeyValuePair<string, string>[] _variables =
        [.. (plugin.EnvironmentVariables ?? []).Select(variable => KeyValuePair.Create(variable["name"], variable.GetValueOrDefault("value") ?? ""))];

    /// <summary>The command's name, without path and arguments.</summary>
    public override string ToString() => Path.GetFileName(plugin.Command);

    /// <param name="information">For <c>KUBERNETES_EXEC_INFO</c>.</param>
    /// <returns>What it printed.</returns>
    /// <exception cref="KubeconfigException">The command does not exist, failed or took too long.</exception>
    public async Task<string> RunAsync(string information, CancellationToken cancellationToken)
    {
        using var process = Start(information);
        using var limit = new CancellationTokenSource(timeLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            process.StandardInput.Close();
            var output = ReadAsync(process.StandardOutput, both.Token);
            var error = ReadAsync(process.StandardError, both.Token);
            await process.WaitForExitAsync(both.Token);
            return process.ExitCode == 0
                ? await output
                : throw new KubeconfigException($"The command {this} that gives the cluster's credential ended with exit code {process.ExitCode}{Said(await error)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new KubeconfigException($"The command {this} that gives the cluster's credential did not end within {timeLimit.TotalSeconds:0.#} s.");
        }
        catch (IOException exception)
        {
            throw new KubeconfigException($"The command {this} that gives the cluster's credential could not be read from.", exception);
        }
    }

    private Process Start(string information)
    {
        var start = new ProcessStartInfo(plugin.Command, (plugin.Arguments ?? []).Select(argument => argument ?? ""))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = information;
        try
        {
            return Process.Start(start) ?? throw new KubeconfigException($"The command {this} did not start.");
        }
        catch (Win32Exception exception)
        {
            var hint = plugin.InstallHint is { } text ? $" {text.Trim()}" : "";
            throw new KubeconfigException($"The command {this} that the kubeconfig names for the cluster's credential cannot be started: is it installed on Release's machine?{hint}", exception);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            // Output beyond the limit is read, so that the command can end, but discarded.
            text.Append(buffer, 0, Math.Min(read, MaxOutput - text.Length));
        }

        return text.ToString();
    }

    private string Said(string error)
    {
        var text = error.Trim();
        foreach (var (_, value) in _variables.Where(variable => variable.Value.Length >= 4))
        {
            text = text.Replace(value, "***", StringComparison.Ordinal);
        }

        text = Secret().Replace(text, "${name}***");
        text = LongWord().Replace(text, "***");
        return text.Length == 0 ? "." : $": {(text.Length <= MaxError ? text : text[..MaxError] + "…")}";
    }

    /// <summary>The value after a word such as "token".</summary>
    [GeneratedRegex(@"(?<name>(?:token|secret|password|passwd|credential|authorization|bearer|key)[""']?\s*[:= ]\s*[""']?)(?!\s)[^\s""',;]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    /// <summary>A string that is as long as a token.</summary>
    [GeneratedRegex(@"[A-Za-z0-9+=_-]{32,}(?:\.[A-Za-z0-9+=_-]{8,})*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongWord();
}
