using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Release.Core.Environments;

/// <summary>The name of an environment, for example <c>staging</c>: lower-case letters, digits and '-', at most 40 characters.</summary>
public sealed partial record EnvironmentName
{
    public const int MaxLength = 40;

    private EnvironmentName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out EnvironmentName? name)
    {
        name = text is { Length: > 0 and <= MaxLength } && Pattern().IsMatch(text) ? new EnvironmentName(text) : null;
        return name is not null;
    }

    /// <exception cref="FormatException">The text is not an environment name.</exception>
    public static EnvironmentName Parse(string? text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not an environment name. {Rule}");

    public const string Rule = "It must start with a lower-case letter and may contain lower-case letters, digits and '-', at most 40 characters.";

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
