using System.Text.RegularExpressions;

namespace Release.Core.Sources;

/// <summary>Which changed files are database migrations.</summary>
public sealed class MigrationFiles
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);
    private readonly Regex[] _patterns;

    public MigrationFiles(ChangesSettings settings) =>
        _patterns = [.. settings.MigrationPatterns.Select(pattern => new Regex(Expression(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit))];

    /// <summary>Their paths, in order.</summary>
    public IReadOnlyList<string> Among(IEnumerable<ChangedFile> files) =>
        [.. files.Where(file => file.Status != "unchanged").Select(file => file.Path).Where(IsMigration).Order(StringComparer.Ordinal)];

    // The marker file of a Python package is not a migration.
    private bool IsMigration(string path) =>
        !path.EndsWith("/__init__.py", StringComparison.Ordinal) && Array.Exists(_patterns, pattern => pattern.IsMatch(path));

    private static string Expression(string pattern)
    {
        var whole = pattern.EndsWith('/') ? pattern + "**" : pattern;
        var expression = Regex.Escape(whole)
            .Replace(@"\*\*/", "(?:.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return $@"\A{expression}\z";
    }
}

/// <summary>How changes are read.</summary>
/// <param name="MigrationPatterns">
/// Paths of database migrations: <c>*</c> matches within a folder, <c>**</c> across folders, and a folder with a trailing
/// slash everything in it.
/// </param>
public sealed record ChangesSettings(IReadOnlyList<string> MigrationPatterns)
{
    /// <summary>Rails, Entity Framework, Django, Flyway, Prisma.</summary>
    public static readonly ChangesSettings Default = new(["**/db/migrate/", "**/Migrations/*", "**/migrations/**", "**/db/migration/", "prisma/migrations/"]);
}
