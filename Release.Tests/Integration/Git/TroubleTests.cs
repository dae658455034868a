using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Integrations.ConfigRepository;

namespace Release.Tests.Integration.Git;

/// <summary>Lost races, remotes that are away, processes that were killed.</summary>
public sealed class TroubleTests
{
    private const string Publisher = TestRemote.Folder + "/integration/publisher";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_that_others_made_since_is_built_upon()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"), ("other", "1"));
        var repository = remote.Open();
        await repository.ReadAllAsync(Token);
        var theirs = await remote.PushAsync("Theirs", ("other", "2"));

        var commit = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.GitAsync("rev-parse", $"{commit.Merge}^1")).ShouldBe(theirs);
        (await remote.FileAsync("other")).ShouldBe("2");
        (await remote.FileAsync(Publisher)).ShouldBe("image_tag: v2\n");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_race_lost_between_fetch_and_push_is_run_again(int losses)
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        // While our push is being received, somebody else's commit gets in first.
        remote.Hook("pre-receive", $$"""
            echo push >> "$LOG"
            if [ $(wc -l < "$LOG") -le {{losses}} ]; then
              unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
              theirs=$(git -c user.name=x -c user.email=x@example.org commit-tree -p main -m Theirs main^{tree})
              git update-ref refs/heads/main "$theirs"
            fi
            """);
        var repository = remote.Open();

        var commits = await Task.WhenAll(
            repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token),
            repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v3"), Token));

        (await remote.FileAsync(Publisher)).ShouldBe("image_tag: v3\n");
        (await remote.LinesAsync("log", "--format=%s", "main")).Count(line => line == "Theirs").ShouldBe(losses);
        (await remote.GitAsync("rev-list", "--count", "--merges", "main")).ShouldBe("2");
        foreach (var commit in commits)
        {
            await remote.GitAsync("merge-base", "--is-ancestor", commit.Merge!, "main");
        }
    }

    [Fact]
    public async Task A_branch_moved_back_is_not_moved_forward_by_us()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var first = await remote.GitAsync("rev-parse", "main");
        await remote.PushAsync("Mistake", ("secret", "x"));
        var repository = remote.Open();
        await repository.ReadAllAsync(Token);
        await remote.GitAsync("update-ref", "refs/heads/main", first);

        var commit = await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.GitAsync("rev-parse", $"{commit.Merge}^1")).ShouldBe(first);
    }

    [Fact]
    public async Task A_push_whose_answer_was_lost_is_not_made_twice()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var clock = new ManualClock();
        var repository = remote.Open(time: clock);
        await repository.ReadAllAsync(Token);
        // The branch has moved when this runs; then the connection "is cut".
        remote.Hook("post-receive", "echo pushed >> \"$LOG\"; kill -9 $PPID");

        var update = repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);
        await clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        var commit = await update;

        commit.Changed.ShouldBeTrue();
        (await remote.GitAsync("rev-parse", "main")).ShouldBe(commit.Merge);
        remote.Logged().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task It_tries_five_times_more_with_doubling_pauses_and_then_says_why()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var clock = new ManualClock();
        var repository = remote.Open(time: clock);
        await repository.ReadAllAsync(Token);
        remote.Hook("pre-receive", "echo push >> \"$LOG\"; kill -9 $PPID");

        var update = repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16 })
        {
            await clock.WaitForTimerAsync(TimeSpan.FromSeconds(seconds), Token);
            clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await Should.ThrowAsync<OutsideException>(update)).Kind.ShouldBe(FailureKind.Network);
        remote.Logged().Length.ShouldBe(6);
    }

    [Fact]
    public async Task A_remote_that_is_away_is_an_error_in_words_and_comes_back()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var repository = remote.Open();
        await repository.ReadAllAsync(Token);
        Directory.Move(remote.Url, remote.Elsewhere("away"));

        var reading = await Should.ThrowAsync<OutsideException>(repository.ReadAllAsync(Token));
        var writing = await Should.ThrowAsync<OutsideException>(repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token));

        reading.Kind.ShouldBe(FailureKind.NotFound);
        writing.Kind.ShouldBe(FailureKind.NotFound);
        reading.Message.ShouldContain("could not be fetched");
        Directory.Move(remote.Elsewhere("away"), remote.Url);
        (await repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token)).Changed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_branch_is_named_with_its_option()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var repository = remote.Open(options => options.Branch = "trunk");

        var exception = await Should.ThrowAsync<OutsideException>(repository.ReadAllAsync(Token));

        exception.Kind.ShouldBe(FailureKind.NotFound);
        exception.Message.ShouldContain("no branch 'trunk'");
        exception.Message.ShouldContain("Release:ConfigRepository:Branch");
    }

    [Fact]
    public async Task A_refusing_remote_is_a_matter_of_permission_and_not_tried_again()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        remote.Hook("pre-receive", "echo push >> \"$LOG\"; echo 'main is protected' >&2; exit 1");
        var repository = remote.Open();

        var exception = await Should.ThrowAsync<OutsideException>(repository.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token));

        exception.Kind.ShouldBe(FailureKind.Permission);
        remote.Logged().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Passwords_are_in_no_message()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        // Port 9 of loopback: refused at once, no network needed.
        var log = new MessageLog();
        var repository = remote.Open(options => options.Url = "http://user:p@ss-word@127.0.0.1:9/config.git", loggers: log);

        var exception = await Should.ThrowAsync<OutsideException>(repository.ReadAllAsync(Token));

        exception.Kind.ShouldBe(FailureKind.Network);
        exception.ToString().ShouldNotContain("ss-word");
        exception.ToString().ShouldNotContain("user:");
        log.Count("ss-word").ShouldBe(0);
        log.Count("git fetch").ShouldBeGreaterThan(0);
        exception.Message.ShouldContain("http://…@127.0.0.1:9/config.git");
    }

    [Fact]
    public async Task What_a_killed_process_leaves_behind_is_cleared_away()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        await remote.Open().DisposeAsync();
        var first = remote.Open();
        await first.ReadAllAsync(Token);
        await first.DisposeAsync();
        Directory.CreateDirectory(remote.Mirror + ".new");
        await File.WriteAllTextAsync(Path.Combine(remote.Mirror + ".new", "HEAD"), "ref: half", Token);
        foreach (var name in new[] { "refs/remotes/origin/main.lock", "packed-refs.lock", "config.lock", "shallow.lock", "refs/release/batch.lock" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(remote.Mirror, name))!);
            await File.WriteAllTextAsync(Path.Combine(remote.Mirror, name), "", Token);
        }

        var theirs = await remote.PushAsync("Theirs");
        var second = remote.Open();
        var commit = await second.UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.GitAsync("rev-parse", $"{commit.Merge}^1")).ShouldBe(theirs);
        Directory.Exists(remote.Mirror + ".new").ShouldBeFalse();
        Directory.Exists(remote.Mirror + ".damaged").ShouldBeFalse();
    }

    [Theory]
    [InlineData("refs/remotes/origin/main")]
    [InlineData("HEAD")]
    [InlineData("objects")]
    public async Task A_damaged_mirror_is_set_aside_and_cloned_anew(string broken)
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        var first = remote.Open();
        await first.ReadAllAsync(Token);
        await first.DisposeAsync();
        var path = Path.Combine(remote.Mirror, broken);
        if (Directory.Exists(path))
        {
            foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                file.IsReadOnly = false;
                await File.WriteAllTextAsync(file.FullName, "", Token);
            }
        }
        else
        {
            await File.WriteAllTextAsync(path, "", Token);
        }

        var commit = await remote.Open().UpdateAsync(TestRemote.Edit("publisher", "integration", "v2"), Token);

        (await remote.GitAsync("rev-parse", "main")).ShouldBe(commit.Merge);
        Directory.Exists(remote.Mirror + ".damaged").ShouldBeTrue();
    }

    [Fact]
    public async Task A_mirror_of_another_repository_is_not_used()
    {
        await using var one = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        await using var two = await TestRemote.CreateAsync((Publisher, "image_tag: v7\n"));
        var first = one.Open();
        await first.ReadAllAsync(Token);
        await first.DisposeAsync();

        var snapshot = await two.Open(options => options.Directory = one.Mirror).ReadAllAsync(Token);

        snapshot.Files.ShouldHaveSingleItem().Version!.Value.ShouldBe("v7");
    }

    [Fact]
    public async Task Two_processes_cannot_share_a_mirror()
    {
        await using var remote = await TestRemote.CreateAsync((Publisher, "image_tag: v1\n"));
        await remote.Open().ReadAllAsync(Token);

        var exception = await Should.ThrowAsync<OutsideException>(remote.Open().ReadAllAsync(Token));

        exception.Message.ShouldContain("Release:ConfigRepository:Directory");
    }

    [Fact]
    public void Options_say_how_to_put_them_right()
    {
        var bad = new ConfigRepositoryOptions
        {
            Url = "ext::sh -c x",
            Branch = "a..b",
            PathTemplate = "../{environment}/{application}",
            AuthorName = "",
            AuthorEmail = "<x>",
            Directory = "relative",
            PushTimeout = TimeSpan.Zero,
        };
        var failures = Validate(bad).Failures!.ToList();

        foreach (var option in new[] { "Url", "Branch", "PathTemplate", "AuthorName", "AuthorEmail", "Directory", "PushTimeout" })
        {
            failures.ShouldContain(failure => failure.StartsWith($"Release:ConfigRepository:{option} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("https://github.com/alphagov/govuk-helm-charts.git")]
    [InlineData("https://token:secret@github.example/x.git")]
    [InlineData("ssh://git@github.com/alphagov/govuk-helm-charts.git")]
    [InlineData("git@github.com:alphagov/govuk-helm-charts.git")]
    [InlineData("file:///srv/config.git")]
    [InlineData("/srv/config.git")]
    public void Any_remote_is_allowed(string url) =>
        Validate(new ConfigRepositoryOptions { Url = url, Directory = Path.GetTempPath() }).Succeeded.ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("config.git")]
    [InlineData("-u/x")]
    [InlineData("ftp://host/x")]
    public void Other_addresses_are_not(string url) =>
        Validate(new ConfigRepositoryOptions { Url = url, Directory = Path.GetTempPath() }).Failed.ShouldBeTrue();

    private static ValidateOptionsResult Validate(ConfigRepositoryOptions options) => new ConfigRepositoryOptionsValidator().Validate(null, options);
}
