using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Release.Integrations.ConfigRepository;

/// <summary>Turns <see cref="ConfigRepositoryOptions.PathTemplate"/> into paths, and paths back into names.</summary>
internal sealed class ConfigPaths
{
    private const string Environment = "{environment}";
    private const string Application = "{application}";
    private readonly string _template;
    private readonly Regex _pattern;

    public ConfigPaths(string template)
    {
        _template = template;
        var segments = template.Split('/');
        Root = string.Join('/', segments.TakeWhile(segment => !segment.Contains('{', StringComparison.Ordinal)));
        Depth = segments.Length;
        _pattern = new Regex(
            "\\A" + Regex.Escape(template)
                .Replace("\\{environment}", "(?<environment>[^/]+)", StringComparison.Ordinal)
                .Replace("\\{application}", "(?<application>[^/]+)", StringComparison.Ordinal) + "\\z",
            RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
    }

    /// <summary>The folder that contains all image-tag files; empty for the repository's root.</summary>
    public string Root { get; }

    /// <summary>How many segments a file's path has.</summary>
    public int Depth { get; }

    public string For(string environment, string application) =>
        _template.Replace(Environment, environment, StringComparison.Ordinal).Replace(Application, application, StringComparison.Ordinal);

    public bool TryRead(string path, [NotNullWhen(true)] out string? environment, [NotNullWhen(true)] out string? application)
    {
        var match = _pattern.Match(path);
        environment = match.Success ? match.Groups["environment"].Value : null;
        application = match.Success ? match.Groups["application"].Value : null;
        return match.Success;
    }

    /// <summary>What is wrong with a template; null if it is valid.</summary>
    public static string? Check(string template)
    {
        const string remedy = "Set it to something like charts/app-config/image-tags/{environment}/{application}.";
        if (template.Split(Environment).Length != 2 || template.Split(Application).Length != 2)
        {
            return $"must name {Environment} and {Application} once each. {remedy}";
        }

        var rest = template.Replace(Environment, "e", StringComparison.Ordinal).Replace(Application, "a", StringComparison.Ordinal);
        // Quotes, backslashes and control characters have a special meaning in git's input formats.
        if (rest.Any(character => char.IsControl(character) || character is '{' or '}' or '"' or '\\' or ':' or '*' or '?' or '['))
        {
            return $"has a character that is not allowed in a path. {remedy}";
        }

        return rest.Split('/').Any(segment => segment is "" or "." or ".." || segment.Equals(".git", StringComparison.OrdinalIgnoreCase))
            ? $"must be a path relative to the repository's root. {remedy}"
            : null;
    }
}
