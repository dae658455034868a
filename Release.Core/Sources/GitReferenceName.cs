using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Release.Core.Sources;

/// <summary>
/// How a person names a commit: a tag, a branch, or a full or short SHA. The format of git-check-ref-format, limited to
/// letters, digits and <c>. _ - / + @ #</c>, at most 200 characters: safe in a path once escaped.
/// </summary>
public sealed partial record GitReferenceName
{
    public const int MaxLength = 200;
    public const string Rule = "It is a tag, a branch or a commit: letters, digits, '.', '_', '-', '/', '+', '@' and '#', at most 200 characters.";

    private GitReferenceName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out GitReferenceName? name)
    {
        name = text is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(text) && IsSafe(text) ? new GitReferenceName(text) : null;
        return name is not null;
    }

    /// <exception cref="FormatException">Not a reference.</exception>
    public static GitReferenceName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a git reference. {Rule}");

    public override string ToString() => Value;

    private static bool IsSafe(string text) =>
        !text.Contains("..", StringComparison.Ordinal)
        && !text.Contains("//", StringComparison.Ordinal)
        && !text.Contains("/.", StringComparison.Ordinal)
        && text[^1] is not ('/' or '.')
        && !text.Split('/').Any(segment => segment.EndsWith(".lock", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._/+@#-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>What a git reference is.</summary>
public enum ReferenceKind
{
    Tag,
    Branch,
    Commit,
}

/// <summary>A git reference and the commit it means now. A tag wins over a branch of the same name, as in git.</summary>
/// <param name="Reference">As requested; a short SHA is completed.</param>
public sealed record ResolvedReference(GitReferenceName Reference, ReferenceKind Kind, CommitSha Sha, DateTimeOffset CommittedAt);
