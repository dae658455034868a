namespace Release.Integrations.SmokeTests;

/// <summary>Section <c>Release:SmokeTests</c>: smoke tests that an HTTP address runs and reports on.</summary>
public sealed class SmokeTestOptions
{
    public const string Section = "Release:SmokeTests";

    /// <summary>
    /// Where to ask. Placeholders, whose values are percent-encoded: <c>{application}</c>, <c>{environment}</c>,
    /// <c>{version}</c>, <c>{namespace}</c>, <c>{run}</c>, and <c>{base}</c> at the beginning: the environment's
    /// <see cref="BaseAddresses"/>. Empty: there are no smoke tests, and every run says that it could not run.
    /// </summary>
    public string UrlTemplate { get; set; } = "";

    /// <summary>What <c>{base}</c> stands for, by environment name.</summary>
    public Dictionary<string, string> BaseAddresses { get; } = new(StringComparer.Ordinal);

    /// <summary>The status that means passed; 202 means still running whatever this is.</summary>
    public int ExpectedStatus { get; set; } = 200;

    /// <summary>Seconds for one answer.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>How much of an answer is kept as output; the rest is not read.</summary>
    public int MaxOutputKilobytes { get; set; } = 64;

    /// <summary>Other settings by <c>application/environment</c>, else by application; only what is set counts.</summary>
    public Dictionary<string, SmokeTestOverride> Overrides { get; } = new(StringComparer.Ordinal);
}
