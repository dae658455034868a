namespace Release.Sandbox.Kubernetes.Requests;

/// <summary><c>a=b,c!=d,e in (f,g),h notin (i),j,!k</c>: all must hold.</summary>
internal sealed class LabelSelector
{
    private readonly List<LabelRequirement> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    /// <exception cref="KubernetesError">400 when it cannot be read.</exception>
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

    /// <summary>At commas, but not at those between parentheses.</summary>
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
