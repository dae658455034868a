using System.Text.RegularExpressions;

namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Rules for names in Kubernetes (kubernetes.io, "Object Names and IDs", "Labels and Selectors").</summary>
internal static partial class KubernetesName
{
    /// <summary>A DNS subdomain, as most object names must be.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= 253 } && Name().IsMatch(text);

    /// <summary>A label's value.</summary>
    public static bool IsLabelValue(string? text) => text is { Length: > 0 and <= 63 } && LabelValue().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValue();
}
