namespace Release.Core.Changes;

/// <summary>How changes are read.</summary>
/// <param name="MigrationPatterns">
/// Paths of files that are database migrations: <c>*</c> is anything within a folder, <c>**</c> any folders, and a folder
/// with a slash at its end all that is in it.
/// </param>
public sealed record ChangesSettings(IReadOnlyList<string> MigrationPatterns)
{
    /// <summary>Rails, Entity Framework, Django, Flyway, Prisma.</summary>
    public static readonly ChangesSettings Default = new(["**/db/migrate/", "**/Migrations/*", "**/migrations/**", "**/db/migration/", "prisma/migrations/"]);
}
