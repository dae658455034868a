using System.Security.Cryptography;
using System.Text;
using Release.Core.Applications;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// One run in a cluster: the name of its object, and the labels by which Release recognises its own objects.
/// </summary>
internal sealed record SmokeTestRun
{
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";
    public const string ApplicationLabel = "release.dev/application";
    public const string EnvironmentLabel = "release.dev/environment";
    public const string RunLabel = "release.dev/run";
    public const string VersionAnnotation = "release.dev/version";
    public const string ManagedBy = "release";
    public const string Component = "smoke-test";

    /// <summary>A name is also used as a label value (at most 63 characters), and a Job's pods append <c>-xxxxx</c>.</summary>
    private const int MaxName = 57;
    private const int HashLength = 16;

    /// <param name="cell">The cell under test.</param>
    /// <param name="version">The version under test.</param>
    /// <param name="run">The run's identity.</param>
    /// <param name="applicationNamespace">Where the application's pods are.</param>
    /// <param name="namespace">Where the tests run; null for the application's own namespace.</param>
    public SmokeTestRun(Cell cell, ImageTag version, string run, string applicationNamespace, string? @namespace)
    {
        (Cell, Version, ApplicationNamespace, Namespace) = (cell, version, applicationNamespace, @namespace ?? applicationNamespace);
        Run = LabelValue(run);
        Name = NameOf(cell, run);
        Labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ManagedByLabel] = ManagedBy,
            [Placement.ComponentLabel] = Component,
            [ApplicationLabel] = LabelValue(cell.Application.Value),
            [EnvironmentLabel] = LabelValue(cell.Environment.Value),
            [RunLabel] = Run,
        };
    }

    public Cell Cell { get; }

    public ImageTag Version { get; }

    /// <summary>The value of <c>{namespace}</c>.</summary>
    public string ApplicationNamespace { get; }

    public string Namespace { get; }

    /// <summary>The run's identity as a label value.</summary>
    public string Run { get; }

    /// <summary>The same for the same run, at any time and on any replica.</summary>
    public string Name { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Selects the objects of all runs of this cell.</summary>
    public string CellSelector => string.Join(',', Labels.Where(label => label.Key != RunLabel).Select(label => $"{label.Key}={label.Value}"));

    private static string NameOf(Cell cell, string run)
    {
        var application = new string([.. cell.Application.Value.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        var start = $"{Component}-{application}";
        start = start[..Math.Min(start.Length, MaxName - HashLength - 1)].TrimEnd('-');
        return $"{start}-{Hash($"{cell}\n{run}")}";
    }

    private static string LabelValue(string text) =>
        KubernetesName.IsLabelValue(text) ? text : Hash(text);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];
}
