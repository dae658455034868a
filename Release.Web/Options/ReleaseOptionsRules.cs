namespace Release.Web.Options;

/// <summary>Validates the options. Each problem is a sentence that names the option and says what to do.</summary>
internal static class ReleaseOptionsRules
{
    private const double LongestSeconds = 86_400;

    public static IEnumerable<string> Problems(ReleaseOptions options) =>
        [.. Environments(options), .. Observe(options.Observe), .. Sandbox(options.Sandbox)];

    private static IEnumerable<string> Environments(ReleaseOptions options)
    {
        var names = options.ConfiguredEnvironments().Select(environment => environment.Name).ToArray();
        if (names.Length == 0)
        {
            yield return "Release:Environments is empty: name at least one, for example Release__Environments__0__Name=integration.";
        }

        foreach (var name in names.Where(name => !EnvironmentName.TryParse(name, out _)))
        {
            yield return $"Release:Environments has '{name}', which is not an environment name. {EnvironmentName.Rule}";
        }

        foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"Release:Environments has '{twice.Key}' twice: rename one, or leave one's name blank.";
        }
    }

    private static IEnumerable<string> Observe(ObserveOptions observe)
    {
        if (observe.GraceSeconds is not (>= 0 and <= LongestSeconds))
        {
            yield return $"Release:Observe:GraceSeconds is {observe.GraceSeconds}: give seconds from 0 to {LongestSeconds}.";
        }
    }

    private static IEnumerable<string> Sandbox(SandboxSettings sandbox)
    {
        if (sandbox.ApiToken is { Length: > 0 } token && token.Any(character => character is <= ' ' or > '~'))
        {
            yield return "Release:Sandbox:ApiToken has a character that a header cannot carry: use printable ASCII without spaces.";
        }
    }
}
