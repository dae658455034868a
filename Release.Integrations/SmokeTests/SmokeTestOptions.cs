using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Pipeline;
using Release.Integrations.Http;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>Section <c>Release:SmokeTests</c>: how an application's smoke tests are run in an environment.</summary>
public sealed class SmokeTestOptions
{
    public const string Section = "Release:SmokeTests";

    /// <summary><c>Http</c>, <c>Job</c>, <c>Workflow</c> or <c>None</c> (there are none, and the step passes).</summary>
    public string Kind { get; set; } = nameof(SmokeTestKind.Http);

    /// <summary>
    /// Http: the address to request. Placeholders, whose values are percent-encoded: <c>{application}</c>, <c>{environment}</c>,
    /// <c>{version}</c>, <c>{namespace}</c>, <c>{run}</c>, and <c>{base}</c> at the beginning: the environment's
    /// <see cref="BaseAddresses"/>. Empty: every run says that it could not run.
    /// </summary>
    public string UrlTemplate { get; set; } = "";

    /// <summary>Http: what <c>{base}</c> stands for, by environment name.</summary>
    public Dictionary<string, string> BaseAddresses { get; } = new(StringComparer.Ordinal);

    /// <summary>Http: the status that means passed. 202 always means still running.</summary>
    public int ExpectedStatus { get; set; } = 200;

    /// <summary>Http: time limit for one answer, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Http: after this many seconds of 202 a run is given up as "could not run".</summary>
    public int DeadlineSeconds { get; set; } = 600;

    public SmokeTestJobOptions Job { get; set; } = new();

    public SmokeTestWorkflowOptions Workflow { get; set; } = new();

    /// <summary>How much output is kept: the beginning of an HTTP answer, or the end of a log.</summary>
    public int MaxOutputKilobytes { get; set; } = 64;

    /// <summary>
    /// Exceptions by <c>application/environment</c>, application or environment, in this order of precedence. What none of
    /// them sets comes from the settings above.
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
/// in a manifest (<see cref="TemplateFile"/>). Texts may contain <c>{application}</c>, <c>{environment}</c>,
/// <c>{version}</c>, <c>{namespace}</c> and <c>{run}</c>.
/// </summary>
public sealed class SmokeTestJobOptions
{
    /// <summary>The image with the tests, for example <c>ghcr.io/alphagov/govuk-e2e-tests:latest</c>.</summary>
    public string? Image { get; set; }

    /// <summary>The path of a <c>batch/v1</c> Job in YAML, instead of <see cref="Image"/> and the options below.</summary>
    public string? TemplateFile { get; set; }

    /// <summary>Replaces the image's entry point.</summary>
    public List<string>? Command { get; set; }

    public List<string>? Arguments { get; set; }

    /// <summary>In addition to <c>APPLICATION</c>, <c>ENVIRONMENT</c> and <c>VERSION</c>, which the container always has.</summary>
    public Dictionary<string, string>? EnvironmentVariables { get; set; }

    /// <summary>The container's resource requests, for example <c>cpu</c>: <c>500m</c>.</summary>
    public Dictionary<string, string>? Requests { get; set; }

    /// <summary>The container's resource limits.</summary>
    public Dictionary<string, string>? Limits { get; set; }

    /// <summary>The pod's service account. Unless set, the namespace's default account, and the container gets no token.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>The application's own namespace unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>The container whose exit code counts; the first one unless set.</summary>
    public string? Container { get; set; }

    /// <summary>Seconds (default 600) after which Kubernetes stops the tests (<c>activeDeadlineSeconds</c>).</summary>
    public int? DeadlineSeconds { get; set; }

    /// <summary>Seconds (default 180) within which the pod must be created and scheduled; afterwards the run is given up.</summary>
    public int? StartSeconds { get; set; }

    /// <summary>Seconds (default 3600) for which Kubernetes keeps the finished Job (<c>ttlSecondsAfterFinished</c>).</summary>
    public int? KeepSeconds { get; set; }
}

/// <summary><c>Release:SmokeTests:Workflow</c> and the same part of an override: the Argo Workflow that runs the tests.</summary>
public sealed class SmokeTestWorkflowOptions
{
    /// <summary>Name of the <c>WorkflowTemplate</c> (or <c>ClusterWorkflowTemplate</c>).</summary>
    public string? Template { get; set; }

    /// <summary>The template is a <c>ClusterWorkflowTemplate</c>.</summary>
    public bool? ClusterScope { get; set; }

    /// <summary>The namespace of the workflow and its template; the application's own namespace unless set.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// The template's parameters with their values, which may contain <c>{application}</c>, <c>{environment}</c>,
    /// <c>{version}</c>, <c>{namespace}</c> and <c>{run}</c>. Unless set: <c>application</c>,
    /// <c>environment</c> and <c>version</c>.
    /// </summary>
    public Dictionary<string, string>? Parameters { get; set; }

    /// <summary>The service account of the workflow's pods; the template's unless set.</summary>
    public string? ServiceAccountName { get; set; }

    /// <summary>Seconds (default 600) after which Argo stops the workflow (<c>activeDeadlineSeconds</c>).</summary>
    public int? DeadlineSeconds { get; set; }

    /// <summary>Seconds (default 180) within which Argo must start the workflow; afterwards the run is given up.</summary>
    public int? StartSeconds { get; set; }

    /// <summary>Seconds (default 3600) for which Argo keeps the finished workflow (<c>ttlStrategy</c>).</summary>
    public int? KeepSeconds { get; set; }
}

public static class SmokeTestsRegistration
{
    /// <summary>
    /// Registers <see cref="ISmokeTests"/> by HTTP addresses, Kubernetes Jobs and Argo Workflows. Reads the section
    /// <c>Release:SmokeTests</c>; a later <c>PostConfigure&lt;SmokeTestOptions&gt;</c> may change it. Needs
    /// <c>AddReleaseClusters</c> for clusters and namespaces.
    /// </summary>
    public static IServiceCollection AddReleaseSmokeTests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SmokeTestOptions>().Bind(configuration.GetSection(SmokeTestOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SmokeTestOptions>, SmokeTestOptionsValidator>();
        services.AddSingleton<ObservedRuns>();
        services.AddSingleton<ISmokeTestRunner>(provider => new HttpSmokeTests(
            OutsideHttp.Client(),
            provider.GetRequiredService<ApplicationPlacements>(),
            provider.GetRequiredService<ObservedRuns>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ISmokeTestRunner, JobSmokeTests>();
        services.AddSingleton<ISmokeTestRunner, WorkflowSmokeTests>();
        services.AddSingleton<ISmokeTests, SmokeTestRouter>();
        return services;
    }
}
