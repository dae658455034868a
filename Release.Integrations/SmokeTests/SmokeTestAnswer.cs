using System.Text.Json;
using System.Text.RegularExpressions;
using Release.Core.Applications;

namespace Release.Integrations.SmokeTests;

/// <summary>Reads the tests' output.</summary>
internal static partial class SmokeTestAnswer
{
    /// <summary>
    /// The version that answered, and the output. A JSON object may have <c>version</c> and <c>output</c>; any other text is the output itself.
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
            // The text begins with a brace but is not JSON, so it has no version.
            return (null, text);
        }
    }

    public static bool IsOtherThan(this string? answered, ImageTag wanted) => answered is not null && answered != wanted.Value;

    /// <summary>
    /// Zero-based index of the first line that mentions a failure, otherwise of the last line that is not empty; null
    /// without output.
    /// </summary>
    public static int? FailingLine(string output)
    {
        var lines = output.Split('\n');
        var first = Array.FindIndex(lines, line => Failure().IsMatch(line));
        var last = Array.FindLastIndex(lines, line => !string.IsNullOrWhiteSpace(line));
        return first >= 0 ? first : last >= 0 ? last : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Words for failures, except in "0 failures" and "no errors".</summary>
    [GeneratedRegex(@"(?<!\b(0|no)\s)\b(error|fail(ed|ure)?|expected|assert\w*|exception)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();
}
