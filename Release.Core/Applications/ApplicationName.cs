using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Release.Core.Applications;

/// <summary>
/// The short name of an application: the last segment of its GitHub repository, for example <c>publisher</c>.
/// Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 100 characters (GitHub's own limit), so that it is
/// safe as a path segment, a git reference segment and a label value.
/// </summary>
public sealed partial record ApplicationName
{
    public const int MaxLength = 100;

    private ApplicationName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a name; the error says what is wrong with it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApplicationName? name)
    {
        name = text is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(text) && GitReference.IsSafeSegment(text)
            ? new ApplicationName(text)
            : null;
        return name is not null;
    }

    /// <exception cref="FormatException">The text is not an application name.</exception>
    public static ApplicationName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not an application name. {Rule}");

    /// <summary>The application a repository such as <c>alphagov/publisher</c> belongs to: its last segment (contracts §1).</summary>
    public static bool TryFromRepository(string? repository, [NotNullWhen(true)] out ApplicationName? name) =>
        TryParse(repository?.Split('/')[^1], out name);

    public const string Rule = "It must start with a letter or digit and may contain letters, digits, '-', '_' and '.', at most 100 characters.";

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>How an application is named for people (contracts §1).</summary>
public static class ApplicationDisplayName
{
    /// <summary><c>content-data-api</c> → <c>Content Data API</c>.</summary>
    public static string Of(ApplicationName name) =>
        string.Join(' ', name.Value.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(Capitalise));

    private static string Capitalise(string word)
    {
        var capitalised = char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
        return capitalised == "Api" ? "API" : capitalised;
    }
}
