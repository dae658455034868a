namespace Release.Integrations.SmokeTests;

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
