namespace Release.Integrations.SmokeTests;

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
