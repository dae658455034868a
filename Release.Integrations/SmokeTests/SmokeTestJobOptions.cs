namespace Release.Integrations.SmokeTests;

/// <summary>
/// <c>Release:SmokeTests:Job</c> and the same part of an override: the Kubernetes Job that runs the tests, described here or
/// in a manifest (<see cref="TemplateFile"/>). In texts stand <c>{application}</c>, <c>{environment}</c>, <c>{version}</c>,
/// <c>{namespace}</c> and <c>{run}</c> for what the run is about.
/// </summary>
public sealed class SmokeTestJobOptions
{
    /// <summary>The image with the tests, for example <c>ghcr.io/alphagov/govuk-e2e-tests:latest</c>.</summary>
    public string? Image { get; set; }

    /// <summary>Instead of <see cref="Image"/> and what follows: the path of a <c>batch/v1</c> Job in YAML.</summary>
    public string? TemplateFile { get; set; }

    /// <summary>Instead of the image's entry point.</summary>
    public List<string>? Command { get; set; }

    public List<string>? Arguments { get; set; }

    /// <summary>Beside <c>APPLICATION</c>, <c>ENVIRONMENT</c> and <c>VERSION</c>, which the container always has.</summary>
    public Dictionary<string, string>? EnvironmentVariables { get; set; }

    /// <summary>What the container asks for, for example <c>cpu</c>: <c>500m</c>.</summary>
    public Dictionary<string, string>? Requests { get; set; }

    /// <summary>What the container may use at most.</summary>
    public Dictionary<string, string>? Limits { get; set; }

    /// <summary>The namespace's default account unless set; without it, the container gets no token.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>The application's own namespace unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>The container whose exit code counts; the first one unless set.</summary>
    public string? Container { get; set; }

    /// <summary>After so many seconds (default 600) Kubernetes ends the tests (<c>activeDeadlineSeconds</c>).</summary>
    public int? DeadlineSeconds { get; set; }

    /// <summary>How long the pod may take to be made and given a node (default 180 s) before the run is given up.</summary>
    public int? StartSeconds { get; set; }

    /// <summary>How long Kubernetes keeps the finished Job (default 3600 s, <c>ttlSecondsAfterFinished</c>).</summary>
    public int? KeepSeconds { get; set; }
}
