namespace Release.Sandbox;

/// <summary>Where the imitated systems answer; the same is in <c>endpoints.json</c>. All are on loopback.</summary>
/// <param name="Slack">Base address of the Slack sink; an incoming webhook is any path under <c>services/</c>.</param>
/// <param name="Registry">Base address of the container registry: <c>/v2/</c> is below it.</param>
/// <param name="Clusters">Kubernetes API server of each environment.</param>
/// <param name="Services">Gateway of each environment to what its pods serve.</param>
public sealed record SandboxEndpoints(
    Uri Slack,
    Uri Registry,
    IReadOnlyDictionary<string, Uri> Clusters,
    IReadOnlyDictionary<string, Uri> Services);
