namespace Release.Sandbox.Git.History;

/// <summary>git's rules for names of references (<c>git check-ref-format</c>).</summary>
internal static class RefName
{
    private const string Forbidden = " ~^:?*[\\\u007f";

    /// <param name="name">In full, such as <c>refs/heads/main</c>.</param>
    public static bool IsValid(string name) =>
        name.StartsWith("refs/", StringComparison.Ordinal)
        && name.Split('/') is { Length: >= 3 } parts
        && parts.All(part => part.Length > 0 && part[0] is not '.' && !part.EndsWith(".lock", StringComparison.Ordinal))
        && !name.Contains("..", StringComparison.Ordinal)
        && !name.Contains("@{", StringComparison.Ordinal)
        && !name.EndsWith('.')
        && !name.Any(letter => letter < ' ' || Forbidden.Contains(letter, StringComparison.Ordinal));
}
