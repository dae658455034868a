using System.Globalization;

namespace Release.Sandbox.Kubernetes;

/// <summary>Parses query parameters as the API server does.</summary>
internal static class QueryText
{
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool IsTrue(string? text) => text is "true" or "1" or "True" or "t" or "T";
}
