using System.Text.RegularExpressions;

namespace Release.Integrations.SmokeTests;

/// <summary>Fills an address template. Values are percent-encoded, so that they cannot change the host.</summary>
internal static partial class SmokeTestAddress
{
    private const string BasePlaceholder = "{base}";

    private static readonly string[] Known = ["application", "environment", "version", "namespace", "run"];

    /// <summary>What is wrong with a template, to be put after the option's name; null if it is valid.</summary>
    public static string? Problem(string template)
    {
        var rest = template;
        if (template.StartsWith(BasePlaceholder, StringComparison.Ordinal))
        {
            rest = template[BasePlaceholder.Length..];
            if (rest.Length > 0 && rest[0] is not ('/' or '?'))
            {
                return "must continue with '/' after {base}.";
            }
        }
        else if (!HasFixedScheme(template))
        {
            return "must begin with http://, https:// or {base}.";
        }

        var unknown = Placeholder().Matches(rest).Select(match => match.Groups["name"].Value).FirstOrDefault(name => !Known.Contains(name));
        return unknown is null ? null : $"has the unknown placeholder {{{unknown}}}: use {{base}} at the beginning, {string.Join(", ", Known.Select(name => $"{{{name}}}"))}.";
    }

    /// <exception cref="FormatException">There is no base address, or the result is not an address.</exception>
    public static Uri Fill(string template, string? baseAddress, IReadOnlyDictionary<string, string> values)
    {
        if (template.StartsWith(BasePlaceholder, StringComparison.Ordinal))
        {
            template = (baseAddress ?? throw new FormatException(
                $"{SmokeTestOptions.Section}:BaseAddresses has no address for this environment.")).TrimEnd('/') + template[BasePlaceholder.Length..];
        }

        var text = Placeholder().Replace(template, match => Uri.EscapeDataString(values.GetValueOrDefault(match.Groups["name"].Value, "")));
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? address
            : throw new FormatException($"{SmokeTestOptions.Section}:UrlTemplate does not give an http or https address.");
    }

    private static bool HasFixedScheme(string template) =>
        template.StartsWith("http://", StringComparison.Ordinal) || template.StartsWith("https://", StringComparison.Ordinal);

    [GeneratedRegex(@"\{(?<name>[^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
