using System.Globalization;

namespace Release.Sandbox.Git;

/// <summary>Tags of releases: <c>v</c> and a number without leading zeros.</summary>
internal static class ReleaseTag
{
    public static string Of(long number) => $"v{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Null for any other text.</summary>
    public static long? NumberOf(string? tag) =>
        tag is ['v', >= '1' and <= '9', ..] && long.TryParse(tag.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
