using System.Text.Json;
using System.Text.RegularExpressions;
using Release.Core.Applications;

namespace Release.Integrations.SmokeTests;

/// <summary>Reads what the tests wrote.</summary>
internal static partial class SmokeTestAnswer
{
    /// <summary>
    /// The version that answered and the tests' own words. A JSON object may say <c>version</c> and <c>output</c>; anything
    /// else is the output itself.
    /// </summary>
    public static (string? Version, string Output) Read(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("{"))
        {
            return (null, text);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return (Text(json.RootElement, "version"), Text(json.RootElement, "output") ?? text);
        }
        catch (JsonException)
        {
            // Text that happens to begin with a brace says nothing about its version.
            return (null, text);
        }
    }

    public static bool IsOtherThan(this string? answered, ImageTag wanted) => answered is not null && answered != wanted.Value;

    /// <summary>Zero-based: the first line that speaks of a failure, else the last that says anything; null without output.</summary>
    public static int? FailingLine(string output)
    {
        var lines = output.Split('\n');
        var first = Array.FindIndex(lines, line => Failure().IsMatch(line));
        var last = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        return first >= 0 ? first : last >= 0 ? last : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>"0 failures" and "no errors" are good news.</summary>
    [GeneratedRegex(@"(?<!\b(0|no)\s)\b(error|fail(ed|ure)?|expected|assert\w*|exception)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();
}
