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
