using System.Text.Json;
using System.Text.RegularExpressions;
using Release.Core.Applications;

namespace Release.Integrations.SmokeTests;

/// <summary>Reads what the tests wrote.</summary>
internal static partial class SmokeTestAnswer
{
    /// <summary>The version that answered, when the output is a JSON object that says so.</summary>
    public static string? VersionOf(string output)
    {
        if (!output.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(output);
            return json.RootElement.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String ? version.GetString() : null;
        }
        catch (JsonException)
        {
            // Text that happens to begin with a brace says nothing about its version.
            return null;
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

    /// <summary>"0 failures" and "no errors" are good news.</summary>
    [GeneratedRegex(@"(?<!\b(0|no)\s)\b(error|fail(ed|ure)?|expected|assert\w*|exception)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();
}
