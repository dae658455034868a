using System.Text.RegularExpressions;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>One condition of a label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Values">Those it may have; null asks only whether the label is there.</param>
/// <param name="Negated">Turns it round; a missing label satisfies "not in".</param>
internal sealed partial record LabelRequirement(string Key, IReadOnlyList<string>? Values, bool Negated)
{
    public static LabelRequirement Parse(string text)
    {
        if (SetBased().Match(text) is { Success: true } set)
        {
            var values = set.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries);
            return new LabelRequirement(set.Groups["key"].Value, values, set.Groups["operator"].Value == "notin");
        }

        if (EqualityBased().Match(text) is { Success: true } equality)
        {
            return new LabelRequirement(
                equality.Groups["key"].Value, [equality.Groups["value"].Value], equality.Groups["operator"].Value == "!=");
        }

        if (Existence().Match(text) is { Success: true } existence)
        {
            return new LabelRequirement(existence.Groups["key"].Value, null, existence.Groups["not"].Length > 0);
        }

        throw KubernetesError.BadRequest($"unable to parse requirement: {text}");
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var holds = labels.TryGetValue(Key, out var value) && (Values is null || Values.Contains(value, StringComparer.Ordinal));
        return holds != Negated;
    }

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s+(?<operator>in|notin)\s*\((?<values>[^()]*)\)$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex SetBased();

    [GeneratedRegex(@"^(?<key>[\w./-]+)\s*(?<operator>==|=|!=)\s*(?<value>[\w.-]*)$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex EqualityBased();

    [GeneratedRegex(@"^(?<not>!?)\s*(?<key>[\w./-]+)$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Existence();
}
