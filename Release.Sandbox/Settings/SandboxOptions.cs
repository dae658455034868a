
namespace Release.Sandbox.Settings;

/// <summary>What the imitated outside looks like and how fast it moves.</summary>
public sealed record SandboxOptions
{
    /// <summary>Everything the sandbox keeps lives here, usually <c>&lt;DataDirectory&gt;/sandbox</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>A folder of image-tag files, <c>&lt;environment&gt;/&lt;application&gt;</c>, copied byte for byte on first start; null for the samples.</summary>
    public string? SeedDirectory { get; init; }

    /// <summary>One cluster for each, in the order of promotion.</summary>
    public IReadOnlyList<string> Environments { get; init; } = ["integration", "staging", "production"];

    /// <summary>Environments whose cluster has no Argo CD: Deployments that only clients change.</summary>
    public IReadOnlyList<string> WithoutArgoCd { get; init; } = [];

    /// <summary>Seconds that the pods of one application take to roll over; 0 rolls them at once.</summary>
    public double RolloutSeconds { get; init; } = 8;

    /// <summary>Seconds that one run of the smoke tests takes; 0 answers at the first request.</summary>
    public double SmokeTestSeconds { get; init; } = 4;

    /// <summary>Seconds that a workflow takes to build an image; 0 builds it at once.</summary>
    public double BuildSeconds { get; init; } = 6;

    /// <summary>Seconds without progress after which a Deployment reports ProgressDeadlineExceeded.</summary>
    public int ProgressDeadlineSeconds { get; init; } = 30;

    /// <summary>Seconds between two looks of Argo CD at the configuration repository, unless it is asked to refresh.</summary>
    public int GitPollSeconds { get; init; } = 180;

    /// <summary>Where Release answers, for the events that workflows send; null until Release has told it.</summary>
    public Uri? ReleaseAddress { get; init; }

    /// <summary>The bearer token that goes with <see cref="ReleaseAddress"/>.</summary>
    public string? ReleaseToken { get; init; }
}

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

/// <summary>What every imitated cluster has for smoke tests, to be named in the product's settings.</summary>
public static class SandboxSmokeTests
{
    /// <summary>An image whose container tests the application that its variable <c>APPLICATION</c> names.</summary>
    public const string Image = "ghcr.io/example/e2e-tests:latest";

    /// <summary>A WorkflowTemplate in each namespace of applications, with the parameters application, environment and version.</summary>
    public const string WorkflowTemplate = "smoke-test";
}
