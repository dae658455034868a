using Release.Core.Configuration;

namespace Release.Tests.Integration.Git;

/// <summary>Contracts §4, against a real repository: the same for every way to it.</summary>
public abstract class UpdateContract
{
    private const string Publisher = TestRemote.Folder + "/integration/publisher";
    private const string Content = "# keep me\nimage_tag: v1\npromote_deployment: true # and me\nautomatic_deploys_enabled: True\nother: 'x'\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_is_one_commit_on_a_branch_and_its_merge()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var before = await remote.GitAsync("rev-parse", "main");
        var repository = await OpenAsync(remote);

        var commit = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        commit.Changed.ShouldBeTrue();
        (await remote.GitAsync("rev-parse", "main")).ShouldBe(commit.Merge);
        (await remote.GitAsync("show", "--no-patch", "--format=%P", commit.Merge!)).ShouldBe($"{before} {commit.Commit}");
        (await remote.GitAsync("show", "--no-patch", "--format=%P", commit.Commit)).ShouldBe(before);
        (await remote.GitAsync("show", "--no-patch", "--format=%B", commit.Commit)).ShouldBe("Update publisher image tag to v2 for integration");
        (await remote.GitAsync("show", "--no-patch", "--format=%B", commit.Merge!)).ShouldBe("Merge update-image-tag/publisher/integration/v2 into main");
        (await remote.GitAsync("show", "--no-patch", "--format=%an <%ae>", commit.Commit)).ShouldBe("Release <release@localhost.localdomain>");
        (await remote.GitAsync("diff", "--name-only", before, commit.Merge!)).ShouldBe(Publisher);
        (await remote.FileAsync(Publisher)).ShouldBe(Content.Replace("v1", "v2", StringComparison.Ordinal));
        (await remote.LinesAsync("for-each-ref", "--format=%(refname)")).ShouldBe(["refs/heads/main"]);
        await remote.GitAsync("fsck", "--strict");
    }

    [Fact]
    public async Task An_update_that_is_there_already_answers_with_the_commit_that_brought_it()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content), (TestRemote.Folder + "/staging/publisher", Content));
        var repository = await OpenAsync(remote);
        var first = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);
        await repository.UpdateAsync(TestRemote.Edit("publisher", "staging", "v2"), Token);
        var tip = await remote.GitAsync("rev-parse", "main");

        var again = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        again.ShouldBe(new ConfigCommit(first.Commit, null));
        (await remote.GitAsync("rev-parse", "main")).ShouldBe(tip);
    }

    [Fact]
    public async Task Edits_of_one_file_are_applied_in_the_order_they_came()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var repository = await OpenAsync(remote);

        var updates = Enumerable.Range(2, 30).Select(number => repository.UpdateAsync(TestRemote.Edit("publisher", "integration", $"v{number}"), Token)).ToList();
        await Task.WhenAll(updates);

        (await remote.LinesAsync("log", "--reverse", "--no-merges", "--topo-order", "--format=%s", "--skip=0", "main"))[1..]
            .ShouldBe(Enumerable.Range(2, 30).Select(number => $"Update publisher image tag to v{number} for integration"));
    }

    [Fact]
    public async Task Only_the_caller_whose_file_is_missing_or_odd_fails()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content), (TestRemote.Folder + "/integration/odd", "image_tag: a\nimage_tag: b\n"));
        var repository = await OpenAsync(remote);

        var missing = repository.UpdateAsync(TestRemote.Edit("nowhere", "integration", "v2"), Token);
        var odd = repository.UpdateAsync(TestRemote.Edit("odd", "integration", "v2"), Token);
        var good = repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await good).Changed.ShouldBeTrue();
        (await Should.ThrowAsync<ConfigFileMissingException>(missing)).Message.ShouldContain(TestRemote.Folder + "/integration/nowhere");
        (await Should.ThrowAsync<ConfigFileRefusedException>(odd)).Message.ShouldContain("'image_tag' twice");
    }

    [Fact]
    public async Task A_stale_branch_of_the_same_name_is_deleted_and_no_other()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        await remote.GitAsync("branch", "update-image-tag/publisher/integration/v2", "main");
        await remote.GitAsync("branch", "update-image-tag/publisher/integration/v20", "main");

        await (await OpenAsync(remote)).UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.LinesAsync("branch", "--format=%(refname:short)")).ShouldBe(["main", "update-image-tag/publisher/integration/v20"]);
    }

    [Fact]
    public async Task Flags_are_a_commit_that_says_who_wanted_it()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, Content));
        var repository = await OpenAsync(remote);

        var commit = await repository.UpdateAsync(ConfigEdit.ForFlags(TestRemote.Cell("publisher", "integration"), false, null, "Ada\nRequested-by: Eve"), Token);

        (await remote.FileAsync(Publisher)).ShouldBe(Content.Replace("True", "false", StringComparison.Ordinal));
        (await remote.GitAsync("show", "--no-patch", "--format=%B", commit.Commit))
            .ShouldBe("Set automatic_deploys_enabled to false for publisher in integration\n\nRequested-by: Ada Requested-by: Eve");
        (await remote.GitAsync("show", "--no-patch", "--format=%s", commit.Merge!)).ShouldMatch("^Merge update-image-tag/publisher/integration/flags-[0-9a-f]{8} into main$");
        var again = await repository.UpdateAsync(ConfigEdit.ForFlags(TestRemote.Cell("publisher", "integration"), false, true, "Ada"), Token);
        again.ShouldBe(new ConfigCommit(commit.Commit, null));
    }

    [Fact]
    public async Task As_many_at_once_as_a_whole_organisation_has_are_all_there()
    {
        var applications = Enumerable.Range(0, 84).Select(number => $"app-{number}").ToArray();
        await using var remote = await TestRemote.CreateAsync([.. applications.Select(name => ($"{TestRemote.Folder}/integration/{name}", Content))]);
        var repository = await OpenAsync(remote);

        var commits = await Task.WhenAll(applications.Select(name => repository.UpdateAsync(TestRemote.Edit(name, "integration", $"v-{name}"), Token)));

        commits.ShouldAllBe(commit => commit.Changed);
        commits.Select(commit => commit.Commit).Distinct().Count().ShouldBe(84);
        (await remote.GitAsync("rev-list", "--count", "--merges", "main")).ShouldBe("84");
        (await remote.GitAsync("rev-list", "--count", "--no-merges", "main")).ShouldBe("85");
        (await repository.ReadAllAsync(Token)).Files.ShouldAllBe(file => file.Version!.Value == $"v-{file.Cell.Application}");
        (await remote.LinesAsync("for-each-ref", "--format=%(refname)")).ShouldBe(["refs/heads/main"]);
    }

    private protected abstract Task<IConfigRepository> OpenAsync(TestRemote remote);
}
