namespace Release.Sandbox;

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

    /// <summary>Where Release answers, for the events that workflows send; may be set later with <see cref="SandboxWorld.SetRelease"/>.</summary>
    public Uri? ReleaseAddress { get; init; }

    /// <summary>The bearer token that goes with <see cref="ReleaseAddress"/>.</summary>
    public string? ReleaseToken { get; init; }
}
