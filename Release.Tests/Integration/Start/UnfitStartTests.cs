using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Release.Data;
using Release.Tests.Support;

namespace Release.Tests.Integration.Start;

/// <summary>A start where something is not as it must be ends with exit code 1, with one sentence: the cause and the remedy.</summary>
public sealed class UnfitStartTests
{
    private const string History = "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0.0');";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_directory_that_is_read_only()
    {
        using var directory = new TemporaryDirectory();

        var start = await ReleaseProcess.FailAsync(DirectoryState.ReadOnly, directory.Path);

        start.ShouldSayAtOnce($"Release may not write to the data directory {directory.Path}", "Give its user the right to write there");
    }

    [Fact]
    public async Task In_a_directory_that_cannot_be_made()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "a-file");
        await File.WriteAllTextAsync(file, "", Cancel);

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, file);

        start.ShouldSayAtOnce($"Release may not write to the data directory {file}", "Release:DataDirectory");
    }

    [Theory]
    [InlineData(64)] // Next to nothing fits.
    [InlineData(140)] // The beginnings of the database do.
    public async Task On_a_disk_that_is_full(int kibibytes)
    {
        using var directory = new TemporaryDirectory();

        var start = await ReleaseProcess.FailAsync(DirectoryState.Disk(kibibytes), directory.Path);

        start.ShouldSay("The disk is full.", $"Free space for the data directory {directory.Path}");
    }

    [Fact]
    public async Task With_a_file_that_is_no_database()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "release.db"), new string('x', 10_000), Cancel);

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);

        start.ShouldSay("release.db is not a SQLite database.", "Move it away, or name another file (ConnectionStrings:Release)");
    }

    [Fact]
    public async Task With_a_database_that_is_damaged()
    {
        using var directory = new TemporaryDirectory();
        await MakeDatabaseAsync(directory.Path, "");
        using (var file = File.OpenWrite(Path.Combine(directory.Path, "release.db")))
        {
            // One page in the middle, which a look at the schema does not come to.
            file.Position = file.Length / 4096 / 2 * 4096;
            file.Write(new byte[4096]);
        }

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);

        start.ShouldSay("release.db is damaged.", "Replace it by a backup");
    }

    [Fact]
    public async Task With_a_database_from_before_the_first_release()
    {
        using var directory = new TemporaryDirectory();
        await MakeDatabaseAsync(directory.Path, "DELETE FROM __EFMigrationsHistory;" + History);

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);

        start.ShouldSay("29990101000000_Later", "Start with an empty database");
    }

    [Fact]
    public async Task With_a_database_of_a_newer_version()
    {
        using var directory = new TemporaryDirectory();
        await MakeDatabaseAsync(directory.Path, History);

        var start = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);

        start.ShouldSay("The database is newer than this Release", "Start the version that migrated it, or restore a backup");
    }

    [Fact]
    public async Task With_a_server_that_is_away()
    {
        using var directory = new TemporaryDirectory();

        var start = await ReleaseProcess.FailAsync(
            DirectoryState.AsItIs, directory.Path, "Release:Database:Provider=SqlServer", "ConnectionStrings:Release=Server=127.0.0.1,1;Connect Timeout=1;Encrypt=false;Password=a-secret;User Id=release");

        start.ShouldSay("The database failed during the start", "ConnectionStrings:Release");
        start.Error.ShouldNotContain("a-secret");
    }

    [Fact]
    public async Task But_not_with_a_newer_database_that_names_this_build_compatible()
    {
        using var directory = new TemporaryDirectory();
        const string compatible = "INSERT INTO Settings (Key, Value) SELECT 'schema.compatible-with', MAX(MigrationId) FROM __EFMigrationsHistory;";
        await MakeDatabaseAsync(directory.Path, compatible + History);

        await Should.NotThrowAsync(() => MigrateAsync(directory.Path));
    }

    /// <summary>A database of this build, with something changed.</summary>
    private static async Task MakeDatabaseAsync(string directory, string change)
    {
        await MigrateAsync(directory);
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, "release.db")};Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = $"{change} PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static async Task MigrateAsync(string directory)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Release:DataDirectory", directory)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddReleaseData(configuration).BuildServiceProvider();
        await services.MigrateReleaseDataAsync(Cancel);
    }
}
