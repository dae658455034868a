namespace Release.Web.Urls;

/// <summary>Where one is sent back to: only ever an address of Release itself.</summary>
internal static class LocalReturnUrl
{
    private const int Longest = 2000;

    /// <summary>The address, if it is a path of ours; else the board's.</summary>
    public static string Of(string? address) => IsLocal(address) ? address! : "/applications";

    private static bool IsLocal(string? address) =>
        address is ['/', ..] && address.Length <= Longest
        && !address.StartsWith("//", StringComparison.Ordinal)
        // Browsers take a backslash for a slash.
        && !address.Contains('\\', StringComparison.Ordinal)
        && !address.Any(char.IsControl);
}
