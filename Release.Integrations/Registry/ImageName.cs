using System.Text.RegularExpressions;
using Release.Core.Sources;

namespace Release.Integrations.Registry;

/// <summary>Builds an image's name in the registry from the template and the GitHub repository.</summary>
internal static partial class ImageName
{
    private const int MaxLength = 255;

    /// <summary>In lower case, as registries require and as GitHub's own registry names images.</summary>
    public static string Of(SourceRepository repository, string template) => template
        .Replace("{owner}", repository.Owner, StringComparison.Ordinal)
        .Replace("{repository}", repository.Name, StringComparison.Ordinal)
        .Trim('/')
        .ToLowerInvariant();

    /// <summary>Whether it is a valid image name in the OCI distribution specification.</summary>
    public static bool IsPossible(string name) => name.Length <= MaxLength && Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
