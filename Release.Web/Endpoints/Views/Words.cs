namespace Release.Web.Endpoints.Views;

/// <summary>Enums as the API writes them.</summary>
internal static class Words
{
    /// <summary><c>DeploymentStatus.Queued</c> → <c>queued</c>.</summary>
    public static string Word<T>(this T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static bool TryParse<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word[0]) && word[0] is not ('-' or '+');
}
