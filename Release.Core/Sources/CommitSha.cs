using System.Diagnostics.CodeAnalysis;

namespace Release.Core.Sources;

/// <summary>The full name of a git commit: 40 lower-case hexadecimal digits.</summary>
public sealed record CommitSha
{
    public const int Length = 40;

    private CommitSha(string value) => Value = value;

    public string Value { get; }

    /// <summary>The first ten digits, for people.</summary>
    public string Short => Value[..10];

    public static bool TryParse(string? text, [NotNullWhen(true)] out CommitSha? sha)
    {
        sha = text is { Length: Length } && text.All(char.IsAsciiHexDigitLower) ? new CommitSha(text) : null;
        return sha is not null;
    }

    /// <summary>Null where the text is none.</summary>
    public static CommitSha? OrNull(string? text) => TryParse(text, out var sha) ? sha : null;

    /// <exception cref="FormatException">Not 40 lower-case hexadecimal digits.</exception>
    public static CommitSha Parse(string? text) =>
        TryParse(text, out var sha) ? sha : throw new FormatException($"'{text}' is not a commit: 40 lower-case hexadecimal digits.");

    public override string ToString() => Value;
}
