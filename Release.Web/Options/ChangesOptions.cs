using Release.Core.Sources;

namespace Release.Web.Options;

/// <summary>Section <c>Release:Changes</c>: how what ships is read.</summary>
public sealed class ChangesOptions
{
    public const string Section = "Release:Changes";

    /// <summary>Patterns for the paths of database migrations; when empty, those of the usual frameworks.</summary>
    public IList<string> MigrationPatterns { get; } = [];

    internal static ChangesSettings Read(IConfiguration configuration)
    {
        var options = new ChangesOptions();
        configuration.GetSection(Section).Bind(options);
        var patterns = options.MigrationPatterns.Where(pattern => !string.IsNullOrWhiteSpace(pattern)).ToArray();
        return patterns.Length == 0 ? ChangesSettings.Default : new ChangesSettings(patterns);
    }
}
