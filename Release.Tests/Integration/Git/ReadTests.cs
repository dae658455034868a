using Release.Core.Configuration;

namespace Release.Tests.Integration.Git;

/// <summary>The git command line keeps the contract, and shares fetches.</summary>
public sealed class ReadTests : ReadContract
{
    private const string Folder = TestRemote.Folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_readers_share_fetches()
    {
        await using var remote = await TestRemote.CreateAsync((Folder + "/integration/publisher", "image_tag: v1\n"));
        var log = new MessageLog();
        var repository = remote.Open(loggers: log);
        await repository.ReadAllAsync(Token);
        var before = log.Count("git fetch ended");

        var snapshots = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => repository.ReadAllAsync(Token)));

        snapshots.Distinct().ShouldHaveSingleItem();
        (log.Count("git fetch ended") - before).ShouldBeInRange(1, 10);
    }

    private protected override Task<IConfigRepository> OpenAsync(TestRemote remote, string? pathTemplate = null) =>
        Task.FromResult<IConfigRepository>(remote.Open(options => options.PathTemplate = pathTemplate ?? options.PathTemplate));
}
