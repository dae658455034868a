using System.Text.RegularExpressions;

namespace Release.Integrations.SmokeTests;

/// <summary>
/// The five words in braces. Other braces stay as they are, because shells and JSON use them too. Values are typed names
/// (letters, digits, '-', '_', '.'), so that none of them can end a word of a command or a text in quotes.
/// </summary>
internal static partial class SmokeTestPlaceholders
{
    public static readonly IReadOnlyList<string> Names = ["application", "environment", "version", "namespace", "run"];

    public static string InWords => string.Join(", ", Names.Select(name => $"{{{name}}}"));

    public static string Fill(string text, SmokeTestRun run) => Placeholder().Replace(text, match => match.Groups["name"].Value switch
    {
        "application" => run.Cell.Application.Value,
        "environment" => run.Cell.Environment.Value,
        "version" => run.Version.Value,
        "namespace" => run.ApplicationNamespace,
        _ => run.Run,
    });

    public static bool HasAny(string text) => Placeholder().IsMatch(text);

    [GeneratedRegex(@"\{(?<name>application|environment|version|namespace|run)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
