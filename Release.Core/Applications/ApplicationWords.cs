using System.Globalization;

namespace Release.Core.Applications;

/// <summary>How an application is named for people (contracts §1).</summary>
public static class ApplicationWords
{
    /// <summary><c>content-data-api</c> → <c>Content Data API</c>.</summary>
    public static string DisplayNameOf(ApplicationName name) =>
        string.Join(' ', name.Value.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(Capitalise));

    private static string Capitalise(string word)
    {
        var capitalised = char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..];
        return capitalised == "Api" ? "API" : capitalised;
    }
}
