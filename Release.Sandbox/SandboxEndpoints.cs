namespace Release.Sandbox;

/// <summary>Where the imitated systems answer; the same is in <c>endpoints.json</c>. All are on loopback.</summary>
/// <param name="Slack">Base address of the Slack sink; an incoming webhook is any path under <c>services/</c>.</param>
/// <param name="GitHub">The site, with the API at the same address (<c>/repos/…</c>) and as an Enterprise server's (<c>/api/v3/…</c>).</param>
/// <param name="Registry">Base address of the container registry: <c>/v2/</c> is below it.</param>
/// <param name="Clusters">Kubernetes API server of each environment.</param>
/// <param name="Services">Gateway of each environment to what its pods serve.</param>
public sealed record SandboxEndpoints(
    Uri Slack,
    [property: System.Text.Json.Serialization.JsonPropertyName("github")] Uri GitHub,
    Uri Registry,
    IReadOnlyDictionary<string, Uri> Clusters,
    IReadOnlyDictionary<string, Uri> Services)
{
    /// <summary>Base address of the page and of the API that control the sandbox; null where it runs without them.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public Uri? Control { get; init; }
}
