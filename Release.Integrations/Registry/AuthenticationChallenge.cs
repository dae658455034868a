namespace Release.Integrations.Registry;

/// <summary>
/// One challenge of a <c>WWW-Authenticate</c> header (RFC 9110 §11.6.1): <c>Bearer realm="…",service="…",scope="…"</c>.
/// Names are compared without case; of a name given twice the first one is used.
/// </summary>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public string? this[string name] => Parameters.GetValueOrDefault(name);

    public bool Is(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    /// <param name="scheme">The scheme in the header.</param>
    /// <param name="text">The text after the scheme; parsing ends at the first part that cannot be read.</param>
    public static AuthenticationChallenge Parse(string scheme, string? text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = (text ?? "").AsSpan();
        while (TryReadName(ref rest, out var name) && TryReadValue(ref rest, out var value))
        {
            parameters.TryAdd(name, value);
            rest = rest.TrimStart(" \t,");
        }

        return new AuthenticationChallenge(scheme, parameters);
    }

    private static bool TryReadName(ref ReadOnlySpan<char> rest, out string name)
    {
        var equals = rest.IndexOf('=');
        name = equals > 0 ? rest[..equals].Trim().ToString() : "";
        rest = equals > 0 ? rest[(equals + 1)..].TrimStart() : [];
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }

    private static bool TryReadValue(ref ReadOnlySpan<char> rest, out string value)
    {
        if (rest is ['"', ..])
        {
            return TryReadQuoted(ref rest, out value);
        }

        var end = rest.IndexOf(',');
        value = (end < 0 ? rest : rest[..end]).Trim().ToString();
        rest = end < 0 ? [] : rest[end..];
        return value.Length > 0;
    }

    /// <summary>Reads a quoted value, because a scope such as <c>repository:a/b:pull,push</c> contains commas.</summary>
    private static bool TryReadQuoted(ref ReadOnlySpan<char> rest, out string value)
    {
        var text = new System.Text.StringBuilder();
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] is '"')
            {
                value = text.ToString();
                rest = rest[(at + 1)..];
                return true;
            }

            at += rest[at] is '\\' && at + 1 < rest.Length ? 1 : 0;
            text.Append(rest[at]);
        }

        value = "";
        return false;
    }
}
