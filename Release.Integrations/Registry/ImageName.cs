using System.Text.RegularExpressions;
using Release.Core.Sources;

namespace Release.Integrations.Registry;

/// <summary>An image's name in the registry, from the template and the repository on GitHub.</summary>
internal static partial class ImageName
{
    private const int MaxLength = 255;

    /// <summary>In lower case, as registries demand and GitHub's own makes it.</summary>
    public static string Of(SourceRepository repository, string template) => template
        .Replace("{owner}", repository.Owner, StringComparison.Ordinal)
        .Replace("{repository}", repository.Name, StringComparison.Ordinal)
        .Trim('/')
        .ToLowerInvariant();

    /// <summary>Whether a registry can have it: the OCI distribution specification's pattern of a name.</summary>
    public static bool IsPossible(string name) => name.Length <= MaxLength && Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
