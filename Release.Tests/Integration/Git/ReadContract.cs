using Release.Core.Applications;
using Release.Core.Configuration;

namespace Release.Tests.Integration.Git;

/// <summary>What is read of the configuration repository: the same for every way to it.</summary>
public abstract class ReadContract
{
    private const string Folder = TestRemote.Folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_reads_configured_environments_and_says_what_it_leaves_out()
    {
        await using var remote = await TestRemote.CreateAsync(
            (Folder + "/integration/publisher", "image_tag: v1\nautomatic_deploys_enabled: true\n"),
            (Folder + "/staging/publisher", "v2"),
            (Folder + "/production/empty", ""),
            (Folder + "/test/publisher", "image_tag: v9\n"),
            (Folder + "/integration/not an app", "image_tag: v9\n"),
            (Folder + "/README.md", "# read me\n"),
            ("charts/other/values.yaml", "a: b\n"));

        var snapshot = await (await OpenAsync(remote)).ReadAllAsync(Token);

        snapshot.Commit.ShouldBe(await remote.GitAsync("rev-parse", "main"));
        snapshot.Files.ShouldBe(
            [
                new ImageTagFile(TestRemote.Cell("publisher", "integration"), ImageTag.Parse("v1"), true, false),
                new ImageTagFile(TestRemote.Cell("publisher", "staging"), ImageTag.Parse("v2"), false, false),
                new ImageTagFile(TestRemote.Cell("empty", "production"), null, false, false, "It is empty."),
            ],
            ignoreOrder: true);
        snapshot.Notices.ShouldBe(
        [
            $"The file {Folder}/README.md is not an image-tag file and is ignored.",
            $"The file {Folder}/integration/not an app is not named like an application and is ignored.",
            $"The folder 'test' in {Folder} is not a configured environment and is ignored.",
        ]);
    }

    [Fact]
    public async Task It_reads_what_was_pushed_before_the_question()
    {
        await using var remote = await TestRemote.CreateAsync((Folder + "/integration/publisher", "image_tag: v1\n"));
        var repository = await OpenAsync(remote);
        var moves = new List<string>();
        ((IConfigRepositoryChanges)repository).Moved += moves.Add;
        await repository.ReadAllAsync(Token);

        var pushed = await remote.PushAsync("More", (Folder + "/integration/publisher", "image_tag: v2\n"));
        var file = await repository.ReadAsync(TestRemote.Cell("publisher", "integration"), Token);
        var own = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v3"), Token);

        file!.Version.ShouldBe(ImageTag.Parse("v2"));
        moves[^2..].ShouldBe([pushed, own.Merge!]);
        (await repository.ReadAsync(TestRemote.Cell("nothing", "integration"), Token)).ShouldBeNull();
        (await repository.ReadAsync(TestRemote.Cell("publisher", "elsewhere"), Token)).ShouldBeNull();
    }

    [Theory]
    [InlineData("{environment}/{application}", "integration/publisher")]
    [InlineData("apps/{application}/tags/{environment}.yaml", "apps/publisher/tags/integration.yaml")]
    public async Task Another_path_template_is_read_and_written(string template, string path)
    {
        await using var remote = await TestRemote.CreateAsync((path, "image_tag: v1\n"));
        var repository = await OpenAsync(remote, template);

        (await repository.ReadAllAsync(Token)).Files.ShouldHaveSingleItem().Cell.ShouldBe(TestRemote.Cell("publisher", "integration"));
        await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.FileAsync(path)).ShouldBe("image_tag: v2\n");
    }

    [Fact]
    public async Task Ancestry_is_answered_also_for_commits_not_fetched_yet()
    {
        await using var remote = await TestRemote.CreateAsync((Folder + "/integration/publisher", "image_tag: v1\n"));
        var repository = await OpenAsync(remote);
        var first = (await repository.ReadAllAsync(Token)).Commit;

        var second = await remote.PushAsync("Second");

        (await repository.ContainsAsync(second, first, Token)).ShouldBeTrue();
        (await repository.ContainsAsync(first, second, Token)).ShouldBeFalse();
        (await repository.ContainsAsync(first, first, Token)).ShouldBeTrue();
        (await repository.ContainsAsync(new string('0', 40), first, Token)).ShouldBeFalse();
        (await repository.ContainsAsync("--help", first, Token)).ShouldBeFalse();
        (await repository.ContainsAsync("main", first, Token)).ShouldBeFalse();
    }

    private protected abstract Task<IConfigRepository> OpenAsync(TestRemote remote, string? pathTemplate = null);
}
