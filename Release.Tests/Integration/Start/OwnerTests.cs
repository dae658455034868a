using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Release.Data;
using Release.Tests.Support;

namespace Release.Tests.Integration.Start;

/// <summary>One process owns a data directory, a SQLite file and an address; who comes second ends at once and does nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OwnerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DatabaseOptions Server => new(DatabaseProvider.SqlServer, "Server=none", null);

    [Fact]
    public async Task A_second_start_ends_with_a_sentence_and_the_first_goes_on_untouched()
    {
        using var directory = new TemporaryDirectory();
        using var records = new TemporaryDirectory();
        using var another = new TemporaryDirectory();
        var database = Path.Combine(records.Path, "records.db");
        var connection = $"ConnectionStrings:Release=Data Source={database}";
        await using var first = await ReleaseProcess.StartAsync(directory.Path, connection);
        var address = first.Address.GetLeftPart(UriPartial.Authority);
        using var made = await first.Machine.PostAsJsonAsync("/api/tokens", new { name = "kept", scopes = new[] { "read" } }, Cancel);

        var onDirectory = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path);
        var onDatabase = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, another.Path, connection);
        var onAddress = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, another.Path, $"urls={address}");

        onDirectory.ShouldSayAtOnce(
            $"Another Release uses the data directory {directory.Path}.", "Stop it, or give this one a data directory of its own (Release:DataDirectory)");
        onDatabase.ShouldSayAtOnce($"Another Release uses the database {database}.", "Stop it, or give this one a database of its own (ConnectionStrings:Release)");
        onAddress.ShouldSayAtOnce($"Release cannot listen on {address}", "Give another address: --urls");
        Directory.EnumerateFileSystemEntries(another.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName)
            .ShouldBe(["release.lock", "release.db.lock"], ignoreOrder: true);
        await IsUntouchedAsync(first);
        using var ready = await first.Machine.GetAsync("/healthcheck/ready", Cancel);
        ready.StatusCode.ShouldBe(HttpStatusCode.OK);

        await first.KillAsync();
        await using var next = await ReleaseProcess.StartAsync(directory.Path, connection);
        await IsUntouchedAsync(next);
        OpenToOthers(directory.Path).Concat(OpenToOthers(records.Path)).ShouldBeEmpty("only its owner reads what Release writes");
    }

    [Fact]
    public async Task A_second_start_changes_nothing_in_the_directory_and_takes_no_port()
    {
        using var directory = new TemporaryDirectory();
        using var owner = ExclusiveOwnership.Take(directory.Path, Server);
        var before = Written(directory.Path);

        // The address is busy too: told is the directory, so the address was not come to.
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var second = await ReleaseProcess.FailAsync(DirectoryState.AsItIs, directory.Path, $"urls=http://{busy.LocalEndpoint}");

        second.ShouldSayAtOnce($"the data directory {directory.Path}", "Stop it");
        Written(directory.Path).ShouldBe(before);
    }

    [Fact]
    public void An_open_directory_of_an_earlier_start_is_closed_and_a_shared_one_left()
    {
        using var directory = new TemporaryDirectory();
        using var shared = new TemporaryDirectory();
        using var elsewhere = new TemporaryDirectory();
        var file = Path.Combine(elsewhere.Path, "records.db");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(shared.Path, UnixFileMode.StickyBit | (UnixFileMode)0b111_111_111);

        using var one = ExclusiveOwnership.Take(directory.Path, new DatabaseOptions(DatabaseProvider.Sqlite, $"Data Source={file}", null));
        using var other = ExclusiveOwnership.Take(shared.Path, Server);

        File.GetUnixFileMode(directory.Path).ShouldBe((UnixFileMode)0b111_000_000);
        File.GetUnixFileMode(file).ShouldBe((UnixFileMode)0b110_000_000);
        File.GetUnixFileMode(shared.Path).ShouldBe(UnixFileMode.StickyBit | (UnixFileMode)0b111_111_111);
    }

    [Fact]
    public void A_database_is_one_file_by_whatever_name_it_is_called()
    {
        using var directory = new TemporaryDirectory();
        using var another = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "release.db");
        File.WriteAllText(file, "");
        var link = Path.Combine(another.Path, "link.db");
        File.CreateSymbolicLink(link, file);

        using var first = ExclusiveOwnership.Take(directory.Path, new DatabaseOptions(DatabaseProvider.Sqlite, $"Data Source={file}", null));

        Should.Throw<StartupRefusedException>(() => ExclusiveOwnership.Take(another.Path, new DatabaseOptions(DatabaseProvider.Sqlite, $"Data Source={link}", null)))
            .Message.ShouldContain(file);
        first.Dispose();
        ExclusiveOwnership.Take(another.Path, new DatabaseOptions(DatabaseProvider.Sqlite, $"Data Source={link}", null)).Dispose();
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=shared;Mode=Memory;Cache=Shared")]
    public void What_is_no_file_needs_no_owner(string connection) =>
        new DatabaseOptions(DatabaseProvider.Sqlite, connection, null).File.ShouldBeNull();

    private static async Task IsUntouchedAsync(ReleaseProcess release) =>
        (await release.Machine.GetStringAsync("/api/tokens", Cancel)).ShouldContain("kept");

    private static IEnumerable<string> OpenToOthers(string directory) =>
        Directory.EnumerateFileSystemEntries(directory, "*", SearchOption.AllDirectories).Prepend(directory)
            .Where(path => ((int)File.GetUnixFileMode(path) & 0b000_111_111) != 0);

    private static List<string> Written(string directory) =>
        [.. new DirectoryInfo(directory).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(new DirectoryInfo(directory))
            .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];
}
