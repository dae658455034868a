namespace Release.Integrations.SmokeTests;

/// <summary>Section <c>Release:SmokeTests</c>: who runs an application's smoke tests in an environment, and how.</summary>
public sealed class SmokeTestOptions
{
    public const string Section = "Release:SmokeTests";

    /// <summary><c>Http</c>, <c>Job</c>, <c>Workflow</c> or <c>None</c> (there are none, and the step passes).</summary>
    public string Kind { get; set; } = nameof(SmokeTestKind.Http);

    /// <summary>
    /// Http: where to ask. Placeholders, whose values are percent-encoded: <c>{application}</c>, <c>{environment}</c>,
    /// <c>{version}</c>, <c>{namespace}</c>, <c>{run}</c>, and <c>{base}</c> at the beginning: the environment's
    /// <see cref="BaseAddresses"/>. Empty: there are no smoke tests, and every run says that it could not run.
    /// </summary>
    public string UrlTemplate { get; set; } = "";

    /// <summary>Http: what <c>{base}</c> stands for, by environment name.</summary>
    public Dictionary<string, string> BaseAddresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Http: the status that means passed; 202 means still running whatever this is.</summary>
    public int ExpectedStatus { get; set; } = 200;

    /// <summary>Http: seconds for one answer.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Http: after so many seconds of 202 a run is given up; it could not run.</summary>
    public int DeadlineSeconds { get; set; } = 600;

    public SmokeTestJobOptions Job { get; set; } = new();

    public SmokeTestWorkflowOptions Workflow { get; set; } = new();

    /// <summary>How much output is kept: of an HTTP answer the beginning, of a log the end.</summary>
    public int MaxOutputKilobytes { get; set; } = 64;

    /// <summary>
    /// Other settings, by <c>application/environment</c>, by application, or by environment. Only what is set counts; what
    /// the first of these does not set is looked for in the next, and last in the settings above.
    /// </summary>
    public Dictionary<string, SmokeTestOverride> Overrides { get; } = new(StringComparer.Ordinal);
}

/// <summary>One of <c>Release:SmokeTests:Overrides</c>.</summary>
public sealed class SmokeTestOverride
{
    public string? Kind { get; set; }

    public string? UrlTemplate { get; set; }

    public int? ExpectedStatus { get; set; }

    public int? TimeoutSeconds { get; set; }

    public int? DeadlineSeconds { get; set; }

    public SmokeTestJobOptions Job { get; set; } = new();

    public SmokeTestWorkflowOptions Workflow { get; set; } = new();
}

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

/// <summary><c>Release:SmokeTests:Workflow</c> and the same part of an override: the Argo Workflow that runs the tests.</summary>
public sealed class SmokeTestWorkflowOptions
{
    /// <summary>Name of the <c>WorkflowTemplate</c> (or <c>ClusterWorkflowTemplate</c>).</summary>
    public string? Template { get; set; }

    /// <summary>The template is a <c>ClusterWorkflowTemplate</c>.</summary>
    public bool? ClusterScope { get; set; }

    /// <summary>Where the workflow runs, and where its template is; the application's own namespace unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// The template's parameters with their values, in which <c>{application}</c>, <c>{environment}</c>, <c>{version}</c>,
    /// <c>{namespace}</c> and <c>{run}</c> stand for what the run is about. Unless set: <c>application</c>,
    /// <c>environment</c> and <c>version</c>.
    /// </summary>
    public Dictionary<string, string>? Parameters { get; set; }

    /// <summary>The account the workflow's pods run as; the template's unless set.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>After so many seconds (default 600) Argo ends the workflow (<c>activeDeadlineSeconds</c>).</summary>
    public int? DeadlineSeconds { get; set; }

    /// <summary>How long the workflow may wait for Argo to take it up (default 180 s) before the run is given up.</summary>
    public int? StartSeconds { get; set; }

    /// <summary>How long Argo keeps the finished workflow (default 3600 s, <c>ttlStrategy</c>).</summary>
    public int? KeepSeconds { get; set; }
}
