using Release.Core.Configuration;

namespace Release.Tests.Integration.Git;

/// <summary>The git command line keeps the contract, and shares pushes.</summary>
public sealed class UpdateTests : UpdateContract
{
    private const string Content = "image_tag: v1\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_at_once_are_a_hundred_commits_and_few_pushes()
    {
        var applications = Enumerable.Range(0, 100).Select(number => $"app-{number}").ToArray();
        await using var remote = await TestRemote.CreateAsync([.. applications.Select(name => ($"{TestRemote.Folder}/integration/{name}", Content))]);
        remote.Hook("post-receive", "echo pushed >> \"$LOG\"");
        var repository = remote.Open();

        var commits = await Task.WhenAll(applications.Select(name => repository.UpdateAsync(TestRemote.Edit(name, "integration", $"v-{name}"), Token)));

        (await remote.GitAsync("rev-list", "--count", "--merges", "main")).ShouldBe("100");
        (await remote.GitAsync("rev-list", "--count", "--no-merges", "main")).ShouldBe("101");
        commits.Select(commit => commit.Commit).Distinct().Count().ShouldBe(100);
        remote.Logged().Length.ShouldBeLessThan(20);
        await remote.GitAsync("fsck", "--strict");
        foreach (var name in applications)
        {
            (await remote.FileAsync($"{TestRemote.Folder}/integration/{name}")).ShouldBe(Content.Replace("v1", $"v-{name}", StringComparison.Ordinal));
        }
    }

    private protected override Task<IConfigRepository> OpenAsync(TestRemote remote) => Task.FromResult<IConfigRepository>(remote.Open());
}
