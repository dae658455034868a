using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The histories that the sandbox's GitHub makes up, read through our own reader and through git.</summary>
public sealed class AppRepositoryTests
{
    [Fact]
    public async Task An_application_has_a_history_with_pull_requests_migrations_and_the_tags_of_its_environments()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { Environments = ["integration", "staging", "production"] });
        Directory.GetDirectories(Path.Combine(sandbox.Directory, "repositories", "example")).ShouldBeEmpty("they are made at first use");

        var repository = await sandbox.World.Repositories.GetAsync("whitehall", sandbox.Cancelled);

        var main = CommitWalk.From(repository.Objects, repository.Tip().Sha).ToList();
        main.Count.ShouldBeInRange(45, 80);
        main.Count(commit => repository.PullRequestOf(commit.Sha) is not null).ShouldBeGreaterThan(main.Count / 3);
        main.ShouldContain(commit => commit.Parents.Count == 2 && commit.Message.StartsWith("Merge pull request #", StringComparison.Ordinal));
        main.ShouldContain(commit => commit.Parents.Count == 1 && commit.Headline.EndsWith(')'));
        main.SelectMany(commit => TreeDiff.Between(repository.Objects, commit.Parents.Count == 0 ? null : repository.Objects.Commit(commit.Parents[0]).Tree, commit.Tree))
            .ShouldContain(file => file.Path.Contains("igrat", StringComparison.Ordinal));
        repository.Pulls.All.Where(pull => pull.Open).ShouldContain(pull => pull.Labels.Contains("dependencies"));
        var tags = repository.References("refs/tags/").ToDictionary(tag => tag.Name, tag => tag.Commit.Committer.Time);
        tags["v3233"].ShouldBeGreaterThan(tags["v3231"]);
        tags["v3231"].ShouldBeGreaterThan(tags["v3228"]);
        tags.Keys.Max(tag => long.Parse(tag[1..], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(3233);
        main.Zip(main.Skip(1)).Count(pair => pair.First.Committer.Time < pair.Second.Committer.Time).ShouldBe(0, "newest first");
    }

    [Fact]
    public async Task What_git_reads_is_what_we_read()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var repository = await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled);
        await sandbox.World.Repositories.MergePullRequestAsync("publisher", null, sandbox.Cancelled);
        var path = repository.Git.Path;

        (await sandbox.GitAsync(path, "fsck", "--strict", "--full", "--no-dangling")).ShouldBe("");
        var log = await sandbox.GitAsync(path, "log", "--format=%H", "main");
        CommitWalk.From(repository.Objects, repository.Tip().Sha).Select(commit => commit.Sha).ShouldBe(log.Split('\n', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        var refs = await sandbox.GitAsync(path, "for-each-ref", "--format=%(refname) %(objectname)");
        repository.Git.Refs.Read().Select(entry => $"{entry.Key} {entry.Value}").ShouldBe(refs.Split('\n', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        var (head, old) = (repository.Tip(), CommitWalk.From(repository.Objects, repository.Tip().Sha).Skip(20).First());
        var names = await sandbox.GitAsync(path, "diff", "--name-only", "--no-renames", old.Sha, head.Sha);
        TreeDiff.Between(repository.Objects, old.Tree, head.Tree).Select(file => file.Path).ShouldBe(names.Split('\n', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);

        await sandbox.GitAsync(path, "gc", "--quiet", "--prune=now");
        var fresh = new GitObjects(path);
        CommitWalk.From(fresh, head.Sha).Select(commit => (commit.Sha, TreeEdit.Walk(fresh, commit.Tree, recursive: true).Count(file => fresh.Find(file.Entry.Sha) is not null)))
            .Count().ShouldBe(log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, "deltas are read too");
    }

    [Fact]
    public async Task Merging_takes_an_open_pull_request_first_and_opens_one_where_there_is_none()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var repositories = sandbox.World.Repositories;
        var changes = new List<string>();
        repositories.Changed += change => changes.Add(change.Reference);
        var open = await repositories.OpenPullRequestsAsync("frontend", sandbox.Cancelled);

        foreach (var _ in open)
        {
            var merged = await repositories.MergePullRequestAsync("frontend", null, sandbox.Cancelled);
            open.Select(pull => pull.Number).ShouldContain(merged.Number);
        }

        var made = await repositories.MergePullRequestAsync("frontend", null, sandbox.Cancelled);
        made.Number.ShouldBeGreaterThan(open.Max(pull => pull.Number));
        (await repositories.ResolveAsync("frontend", "main", sandbox.Cancelled)).ShouldBe(made.MergeCommitSha);
        (await repositories.TagAsync("frontend", "v1797", made.MergeCommitSha!, sandbox.Cancelled)).ShouldBeTrue();
        changes.Count.ShouldBe(open.Count + 2);
        await sandbox.RestartAsync();
        (await sandbox.World.Repositories.OpenPullRequestsAsync("frontend", sandbox.Cancelled)).ShouldBeEmpty();
        (await sandbox.World.Repositories.ResolveAsync("frontend", "v1797", sandbox.Cancelled)).ShouldBe(made.MergeCommitSha);
    }

    [Fact]
    public async Task A_repository_that_could_not_be_opened_is_opened_once_it_can_be()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var book = Path.Combine((await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled)).Git.Path, "pull-requests.json");
        var whole = await File.ReadAllTextAsync(book, sandbox.Cancelled);
        await sandbox.RestartAsync();

        // Numbers that are there twice, with another title.
        var twice = $"{whole.TrimEnd()[..^1]},{whole.Replace("\"title\": \"", "\"title\": \"Not ", StringComparison.Ordinal).TrimStart()[1..]}";
        await File.WriteAllTextAsync(book, twice, sandbox.Cancelled);
        await Should.ThrowAsync<ArgumentException>(() => sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled));
        await File.WriteAllTextAsync(book, whole, sandbox.Cancelled);

        (await sandbox.World.Repositories.OpenPullRequestsAsync("publisher", sandbox.Cancelled)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_merge_that_a_kill_kept_out_of_the_book_is_not_made_again()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var repository = await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled);
        var book = Path.Combine(repository.Git.Path, "pull-requests.json");
        var before = await File.ReadAllTextAsync(book, sandbox.Cancelled);
        var first = await sandbox.World.Repositories.MergePullRequestAsync("publisher", null, sandbox.Cancelled);
        await sandbox.StopAsync();
        await File.WriteAllTextAsync(book, before, sandbox.Cancelled);
        await sandbox.StartWorldAsync();

        var again = await sandbox.World.Repositories.MergePullRequestAsync("publisher", first.Number, sandbox.Cancelled);

        again.MergeCommitSha.ShouldBe(first.MergeCommitSha);
        repository = await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled);
        repository.Tip().Sha.ShouldBe(first.MergeCommitSha);
        repository.Pulls.Find(first.Number)!.Open.ShouldBeFalse();
        repository.CommitsOf(again).Select(commit => commit.Sha).ShouldContain(again.HeadSha);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("../config")]
    [InlineData("..")]
    public async Task Other_names_have_no_repository(string name)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        (await sandbox.World.Repositories.FindAsync(name, sandbox.Cancelled)).ShouldBeNull();
    }

    [Fact]
    public async Task Stopping_ends_what_is_being_made_and_leaves_nothing_half_made()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var repositories = sandbox.World.Repositories;
        var folder = Path.Combine(sandbox.Directory, "repositories", "example");
        Directory.CreateDirectory(Path.Combine(folder, "left.git.1.tmp"));
        var asked = new[] { "publisher", "frontend", "whitehall" }.Select(name => repositories.FindAsync(name, sandbox.Cancelled)).ToList();

        await sandbox.StopAsync();

        // No waiting for those who asked: nothing of theirs may be at work any more.
        Directory.GetDirectories(folder, "*.tmp").Select(Path.GetFileName).ShouldBe(["left.git.1.tmp"]);
        foreach (var one in asked)
        {
            await ((Task)one).WaitAsync(sandbox.Cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await Should.ThrowAsync<ObjectDisposedException>(() => repositories.FindAsync("support-api", sandbox.Cancelled));
        await sandbox.StartWorldAsync();
        Directory.GetDirectories(folder, "*.tmp").ShouldBeEmpty("what a kill left goes at the next start");
        (await sandbox.World.Repositories.OpenPullRequestsAsync("publisher", sandbox.Cancelled)).ShouldNotBeEmpty();
    }
}
