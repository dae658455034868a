using System.Text.RegularExpressions;

namespace Release.Sandbox.Kubernetes.Requests;

/// <summary>A label selector such as <c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>; all conditions must match.</summary>
internal sealed class LabelSelector
{
    private readonly List<LabelRequirement> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="KubernetesError">400 for a syntax error.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        foreach (var part in Split(text ?? ""))
        {
            selector._requirements.Add(LabelRequirement.Parse(part));
        }

        return selector;
    }

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        _requirements.TrueForAll(requirement => requirement.Matches(labels));

    /// <summary>Splits at commas outside parentheses.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var depth = 0;
        var start = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && text[index] is '(' or ')' && index < text.Length)
            {
                depth += text[index] == '(' ? 1 : -1;
            }

            if (index == text.Length || (text[index] == ',' && depth == 0))
            {
                var part = text[start..index].Trim();
                start = index + 1;
                if (part.Length > 0)
                {
                    yield return part;
                }
            }
        }
    }
}

/// <summary>One condition of a label selector.</summary>
/// <param name="Key">The label.</param>
/// <param name="Values">Allowed values; null checks only whether the label exists.</param>
/// <param name="Negated">Negates the condition; a missing label satisfies "notin".</param>
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
