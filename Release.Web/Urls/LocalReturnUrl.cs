namespace Release.Web.Urls;

/// <summary>Return addresses; only Release's own are accepted.</summary>
internal static class LocalReturnUrl
{
    private const int Longest = 2000;

    /// <summary>The address if it is a path of Release, otherwise the board's.</summary>
    public static string Of(string? address) => IsLocal(address) ? address! : "/applications";

    private static bool IsLocal(string? address) =>
        address is ['/', ..] && address.Length <= Longest
        && !address.StartsWith("//", StringComparison.Ordinal)
        // Browsers treat a backslash as a slash.
        && !address.Contains('\\', StringComparison.Ordinal)
        && !address.Any(char.IsControl);
}
