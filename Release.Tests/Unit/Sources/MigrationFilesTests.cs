using Release.Core.Sources;

namespace Release.Tests.Unit.Sources;

public sealed class MigrationFilesTests
{
    [Theory]
    [InlineData("db/migrate/20260101120000_add_things.rb", true)]
    [InlineData("engines/shop/db/migrate/1_x.rb", true)]
    [InlineData("Release.Data/Migrations/20260101_Initial.cs", true)]
    [InlineData("app/migrations/0002_more.py", true)]
    [InlineData("app/migrations/__init__.py", false)]
    [InlineData("src/main/resources/db/migration/V1__x.sql", true)]
    [InlineData("prisma/migrations/20260101_x/migration.sql", true)]
    [InlineData("db/schema.rb", false)]
    [InlineData("docs/migrations.md", false)]
    [InlineData("app/models/migration.rb", false)]
    [InlineData("not_db/migrate", false)]
    public void The_usual_frameworks_are_known(string path, bool isMigration) =>
        (Among(ChangesSettings.Default, path).Count > 0).ShouldBe(isMigration);

    [Theory]
    [InlineData("sql/*.sql", "sql/1.sql", true)]
    [InlineData("sql/*.sql", "sql/a/1.sql", false)]
    [InlineData("sql/*.sql", "x/sql/1.sql", false)]
    [InlineData("**/sql/*.sql", "x/y/sql/1.sql", true)]
    [InlineData("**/sql/*.sql", "sql/1.sql", true)]
    [InlineData("sql/", "sql/a/b", true)]
    [InlineData("a.b/*", "aXb/c", false)]
    public void Patterns_are_the_ones_configured(string pattern, string path, bool isMigration) =>
        (Among(new ChangesSettings([pattern]), path).Count > 0).ShouldBe(isMigration);

    private static IReadOnlyList<string> Among(ChangesSettings settings, string path) =>
        new MigrationFiles(settings).Among([new ChangedFile(path, "modified")]);
}
