using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Release.Sandbox.Settings;

namespace Release.Sandbox.Hosting;

/// <summary>The files by which others find the sandbox: <c>endpoints.json</c>, <c>kubeconfig</c>; and where everything else is.</summary>
internal sealed class SandboxFiles(string directory)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ConfigRepository => Path.Combine(directory, "config.git");

    public string Kubeconfig => Path.Combine(directory, "kubeconfig");

    public string Faults => Path.Combine(directory, "faults.json");

    public string Slack => Path.Combine(directory, "slack.jsonl");

    public string SmokeTests => Path.Combine(directory, "smoke-tests.jsonl");

    public string Versions => Path.Combine(directory, "versions.json");

    /// <summary>Images that workflows built.</summary>
    public string Images => Path.Combine(directory, "images.json");

    public string WorkflowRuns => Path.Combine(directory, "workflow-runs.json");

    public string WebhookSecret => Path.Combine(directory, "github-webhook-secret");

    public string OAuthSecret => Path.Combine(directory, "github-oauth-secret");

    public string WebhookDeliveries => Path.Combine(directory, "webhook-deliveries.jsonl");

    /// <summary>Certificate and key of the clusters' certificate authority.</summary>
    public string Authority => Path.Combine(directory, "authority.pem");

    /// <summary>GitHub's bare repositories, in one folder for each organisation.</summary>
    public string Repositories => Path.Combine(directory, "repositories");

    public string Memberships => Path.Combine(directory, "github-memberships.json");

    /// <summary>The machine user's personal token, for the product to read.</summary>
    public string GitHubToken => Path.Combine(directory, "github-token");

    public string GitHubTokens => Path.Combine(directory, "github-tokens.json");

    /// <summary>The GitHub App's private key, for the product to read.</summary>
    public string GitHubApp => Path.Combine(directory, "github-app.pem");

    /// <summary>The token of the control API that is the sandbox's own.</summary>
    public string ControlToken => Path.Combine(directory, "control-token");

    private string Endpoints => Path.Combine(directory, "endpoints.json");

    /// <summary>What the last start wrote, for its ports; moved here so that nobody takes it for a sandbox that answers.</summary>
    private string FormerEndpoints => Path.Combine(directory, "former-endpoints.json");

    private string Tokens => Path.Combine(directory, "tokens.json");

    private string Clusters => Path.Combine(directory, "clusters");

    public string ClusterState(string environment) => Path.Combine(Clusters, $"{environment}.json");

    public void Prepare()
    {
        System.IO.Directory.CreateDirectory(Clusters);
        StateFile.DeleteTemporaries(directory);
        StateFile.DeleteTemporaries(Clusters);
    }

    /// <summary>Ports of the last start, so that addresses stay; empty on the first. What that start told others of itself is taken away.</summary>
    public IReadOnlyDictionary<string, int> FormerPorts(ILogger logger)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        var former = StateFile.Load<EndpointsFile>(Endpoints, logger);
        if (former is not null)
        {
            File.Move(Endpoints, FormerEndpoints, overwrite: true);
        }
        else if ((former = StateFile.Load<EndpointsFile>(FormerEndpoints, logger)) is null)
        {
            return ports;
        }

        Add("control", former.Control);
        Add("slack", former.Slack);
        Add("github", former.GitHub);
        Add("registry", former.Registry);
        foreach (var (name, address) in former.Clusters ?? [])
        {
            Add($"clusters/{name}", address);
        }

        foreach (var (name, address) in former.Services ?? [])
        {
            Add($"services/{name}", address);
        }

        return ports;

        void Add(string name, string? address)
        {
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
            {
                ports[name] = uri.Port;
            }
        }
    }

    /// <summary>One bearer token for each cluster, made once and kept.</summary>
    public IReadOnlyDictionary<string, string> LoadTokens(IEnumerable<string> environments, ILogger logger)
    {
        var tokens = StateFile.Load<Dictionary<string, string>>(Tokens, logger) ?? [];
        foreach (var environment in environments.Where(environment => tokens.GetValueOrDefault(environment) is not { Length: > 0 }).ToList())
        {
            tokens[environment] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        }

        StateFile.Save(Tokens, tokens, secret: true);
        return tokens;
    }

    /// <param name="authority">PEM of the certificate authority that signs the clusters' certificates.</param>
    public void Write(SandboxEndpoints endpoints, IReadOnlyDictionary<string, string> tokens, string authority)
    {
        StateFile.Write(Kubeconfig, Encoding.UTF8.GetBytes(DescribeClusters(endpoints, tokens, authority)), secret: true);
        StateFile.Write(Endpoints, JsonSerializer.SerializeToUtf8Bytes(endpoints, Format)); // Last: others wait for it.
    }

    private static string DescribeClusters(SandboxEndpoints endpoints, IReadOnlyDictionary<string, string> tokens, string authority)
    {
        var trusted = Convert.ToBase64String(Encoding.ASCII.GetBytes(authority));
        var text = new StringBuilder("apiVersion: v1\nkind: Config\n");
        Section("clusters", (name, address) => $"- name: {name}\n  cluster:\n    server: {address.GetLeftPart(UriPartial.Authority)}\n    certificate-authority-data: {trusted}\n");
        Section("users", (name, _) => $"- name: {name}\n  user:\n    token: \"{tokens[name]}\"\n");
        Section("contexts", (name, _) => $"- name: {name}\n  context:\n    cluster: {name}\n    user: {name}\n");
        text.Append("current-context: ").Append(endpoints.Clusters.Keys.First()).Append('\n');
        return text.ToString();

        void Section(string title, Func<string, Uri, string> entry)
        {
            text.Append(title).Append(":\n");
            foreach (var (name, address) in endpoints.Clusters)
            {
                text.Append(entry(name, address));
            }
        }
    }

    private sealed record EndpointsFile(string? Control, string? Slack, string? GitHub, string? Registry, Dictionary<string, string>? Clusters, Dictionary<string, string>? Services);
}
