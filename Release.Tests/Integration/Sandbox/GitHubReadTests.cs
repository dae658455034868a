using System.Text;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

/// <summary>What the sandbox's GitHub answers to reads, on the wire.</summary>
public sealed class GitHubReadTests
{
    private const string Publisher = GitHubClient.Publisher;

    [Theory]
    [InlineData("")]
    [InlineData("/api/v3")]
    public async Task A_repository_s_addresses_stay_where_they_were_asked_for(string prefix)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox, prefix);

        var repository = await client.ReadAsync(Publisher);

        repository["full_name"].Text().ShouldBe("example/publisher");
        repository["default_branch"].Text().ShouldBe("main");
        repository["url"].Text().ShouldBe($"{client.Base}/repos/example/publisher");
        repository["html_url"].Text().ShouldBe($"{new GitHubClient(sandbox).Base}/example/publisher");
        repository["owner"]!["type"].Text().ShouldBe("Organization");
        (await client.ReadAsync("/repos/example/config"))["full_name"].Text().ShouldBe("example/config");
        (await client.GetAsync("/repos/example/nothing")).Status.ShouldBe(404);
        (await client.GetAsync("/repos/other/nothing")).Message.ShouldBe("Not Found");
        (await client.ReadAsync("/repos/former-owner/publisher"))["full_name"].Text().ShouldBe("example/publisher");
    }

    [Fact]
    public async Task Commits_come_in_pages_that_lead_to_each_other()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var seen = new List<string>();

        for (var next = $"{Publisher}/commits?per_page=20"; next is not null;)
        {
            var page = await client.GetAsync(next);
            seen.AddRange(page.Body.AsArray().Select(commit => commit!["sha"].Text()));
            next = page.Link("next");
            (page.Link("last") is null).ShouldBe(next is null);
        }

        var path = (await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled)).Git.Path;
        seen.ShouldBe((await sandbox.GitAsync(path, "log", "--format=%H", "main"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
        seen.Count.ShouldBeGreaterThan(40);
        var newest = (await client.ReadAsync($"{Publisher}/commits?per_page=1"))[0]!;
        newest["sha"].Text().ShouldBe(seen[0]);
        newest["commit"]!["committer"]!["date"].Text().ShouldEndWith("Z");
        newest["parents"]![0]!["sha"].Text().Length.ShouldBe(40);
    }

    [Fact]
    public async Task A_commit_says_which_files_it_changed_and_which_pull_request_it_came_with()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var pull = (await client.ReadAsync($"{Publisher}/pulls?state=closed&per_page=1"))[0]!;
        var sha = pull["merge_commit_sha"].Text();

        var commit = await client.ReadAsync($"{Publisher}/commits/{sha}");

        commit["files"]!.AsArray().ShouldNotBeEmpty();
        var path = (await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled)).Git.Path;
        foreach (var file in commit["files"]!.AsArray())
        {
            var expected = await sandbox.GitAsync(path, "diff", "--no-color", $"{sha}^1", sha, "--", file!["filename"].Text());
            Hunks(file["patch"].Text()).ShouldBe(Hunks(expected[expected.IndexOf("@@", StringComparison.Ordinal)..].TrimEnd('\n')));
        }

        (await client.ReadAsync($"{Publisher}/commits/{sha}/pulls"))[0]!["number"].Text().ShouldBe(pull["number"].Text());
        (await client.ReadAsync($"{Publisher}/commits/{sha}/check-runs"))["check_runs"]![0]!["conclusion"].Text().ShouldBeOneOf("success", "failure");
        (await client.ReadAsync($"{Publisher}/commits/{sha}/status"))["state"].Text().ShouldBe("pending", "checks are no statuses");
        (await client.ReadAsync($"{Publisher}/pulls/{pull["number"]}"))["merged"]!.GetValue<bool>().ShouldBeTrue();
        (await client.ReadAsync($"{Publisher}/pulls/{pull["number"]}/files"))[0]!["filename"].Text().ShouldBe(commit["files"]![0]!["filename"].Text());
        (await client.GetAsync($"{Publisher}/commits/{new string('0', 40)}")).Status.ShouldBe(422);
        (await client.GetAsync($"{Publisher}/commits/main", ("Accept", "application/vnd.github.sha"))).Text.ShouldBe(await client.TipAsync("publisher"));
        (await client.ReadAsync($"{Publisher}/commits/{sha[..10]}"))["sha"].Text().ShouldBe(sha);

        // git names the function a hunk is in after its range; GitHub's patch does too, ours does not.
        static string Hunks(string patch) => string.Join('\n', patch.Split('\n').Select(line => line.StartsWith("@@", StringComparison.Ordinal) ? line[..(line.IndexOf("@@", 2, StringComparison.Ordinal) + 2)] : line));
    }

    [Fact]
    public async Task Tags_are_compared_with_the_commits_between_them_oldest_first()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        var compared = await client.ReadAsync($"{Publisher}/compare/v1360...v1366");

        compared["status"].Text().ShouldBe("ahead");
        compared["behind_by"].Text().ShouldBe("0");
        var commits = compared["commits"]!.AsArray();
        commits.Count.ShouldBe(compared["total_commits"]!.GetValue<int>());
        commits.Select(commit => commit!["commit"]!["committer"]!["date"].Text()).ShouldBeInOrder();
        commits[^1]!["sha"].Text().ShouldBe((await client.ReadAsync($"{Publisher}/git/ref/tags/v1366"))["object"]!["sha"].Text());
        compared["merge_base_commit"]!["sha"].Text().ShouldBe(compared["base_commit"]!["sha"].Text());
        compared["files"]!.AsArray().ShouldNotBeEmpty();
        (await client.ReadAsync($"{Publisher}/compare/v1366...v1360"))["status"].Text().ShouldBe("behind");
        (await client.ReadAsync($"{Publisher}/compare/v1366...v1366"))["status"].Text().ShouldBe("identical");
        var branch = (await client.ReadAsync($"{Publisher}/pulls")).AsArray()[^1]!["head"]!["ref"].Text();
        (await client.ReadAsync($"{Publisher}/compare/main...example:{Uri.EscapeDataString(branch)}"))["status"].Text().ShouldBeOneOf("ahead", "diverged");
        (await client.GetAsync($"{Publisher}/compare/v1...v1366")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task More_than_250_commits_are_compared_in_pages()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var repository = await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled);
        var start = await client.TipAsync("publisher");
        var stream = new StringBuilder();
        for (var index = 0; index < 301; index++)
        {
            stream.Append($"commit refs/heads/long\ncommitter Amara Osei <amara-osei@example.com> {1_790_000_000 + index} +0000\ndata 3\nc{index % 10}\n{(index == 0 ? $"from {start}\n" : "")}M 100644 inline f{index}\ndata 1\nx\n");
        }

        await repository.Git.Process.RunAsync(["fast-import", "--quiet"], Encoding.ASCII.GetBytes(stream.ToString()), sandbox.Cancelled);

        var whole = await client.GetAsync($"{Publisher}/compare/main...long");
        whole.Body["total_commits"]!.GetValue<int>().ShouldBe(301);
        whole.Body["commits"]!.AsArray().Count.ShouldBe(250);
        whole.Body["files"]!.AsArray().Count.ShouldBe(300);
        var seen = new List<string>();
        for (var next = $"{Publisher}/compare/main...long?per_page=100&page=1"; next is not null;)
        {
            var page = await client.GetAsync(next);
            page.Body["files"]!.AsArray().Count.ShouldBe(seen.Count == 0 ? 300 : 0, "files come with the first page only");
            seen.AddRange(page.Body["commits"]!.AsArray().Select(commit => commit!["sha"].Text()));
            next = page.Link("next");
        }

        seen.Distinct().Count().ShouldBe(301);
        seen[^1].ShouldBe(await client.TipAsync("publisher", "long"));
        whole.Body["commits"]![249]!["sha"].Text().ShouldBe(seen[^1], "the newest are the ones that come without paging");
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again_and_costs_no_quota()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var first = await client.GetAsync($"{Publisher}/commits");

        var again = await client.GetAsync($"{Publisher}/commits", ("If-None-Match", first.Header("ETag")!));

        again.Status.ShouldBe(304);
        again.Text.ShouldBe("");
        again.Header("X-RateLimit-Remaining").ShouldBe(first.Header("X-RateLimit-Remaining"));
        await client.WriteAsync("publisher", "docs/news.md", "news");
        var changed = await client.GetAsync($"{Publisher}/commits", ("If-None-Match", first.Header("ETag")!));
        changed.Status.ShouldBe(200);
        changed.Header("X-RateLimit-Remaining").ShouldNotBe(first.Header("X-RateLimit-Remaining"));
        changed.Header("X-GitHub-Request-Id").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Without_quota_nothing_is_answered_until_it_is_there_again()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-22T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        await using var sandbox = await SandboxUnderTest.StartAsync(time: time);
        var client = new GitHubClient(sandbox);
        sandbox.World.GitHub.State.Limits.Limit = 2;

        (await client.GetAsync("/user")).Header("X-RateLimit-Remaining").ShouldBe("1");
        (await client.GetAsync("/user")).Header("X-RateLimit-Remaining").ShouldBe("0");
        var refused = await client.GetAsync("/user");
        refused.Status.ShouldBe(403);
        refused.Message.ShouldStartWith("API rate limit exceeded");
        refused.Header("X-RateLimit-Reset").ShouldBe(time.GetUtcNow().AddHours(1).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        var resources = (await client.ReadAsync("/rate_limit"))["resources"]!;
        (resources["core"]!["remaining"].Text(), resources["graphql"]!["remaining"].Text()).ShouldBe(("0", "2"));
        (await AskAsync()).Body["data"]!["viewer"]!["login"].Text().ShouldBe("release-machine", "GraphQL's quota is its own");
        await AskAsync();
        var unanswered = await AskAsync();
        (unanswered.Status, unanswered.Header("X-RateLimit-Resource"), unanswered.Body["errors"]![0]!["type"].Text()).ShouldBe((200, "graphql", "RATE_LIMITED"));
        time.Advance(TimeSpan.FromHours(1));
        (await client.GetAsync("/user")).Status.ShouldBe(200);

        Task<GitHubReply> AskAsync() => client.SendAsync(HttpMethod.Post, "/graphql", new JsonObject { ["query"] = "{ viewer { login } }" });
    }

    [Fact]
    public async Task Teams_decide_who_is_a_member()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        (await client.ReadAsync("/orgs/example/teams/production-deploy/memberships/priya-menon"))["state"].Text().ShouldBe("active");
        (await client.GetAsync("/orgs/example/teams/production-deploy/memberships/mei-tanaka")).Status.ShouldBe(404);
        (await client.GetAsync("/orgs/example/members/mei-tanaka")).Status.ShouldBe(204);
        (await client.GetAsync("/orgs/example/members/sam-outerbridge")).Status.ShouldBe(404);
        sandbox.World.SetTeams("priya-menon", ["developers"]);
        await sandbox.RestartAsync();
        (await client.GetAsync("/orgs/example/teams/production-deploy/memberships/priya-menon")).Status.ShouldBe(404);
        (await client.ReadAsync("/user/teams"))[0]!["slug"].Text().ShouldBe("developers");
        client.Token = null;
        (await client.GetAsync("/orgs/example/teams")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Contents_are_read_as_objects_raw_and_as_folders()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox) { Token = null };

        var file = await client.ReadAsync($"{Publisher}/contents/config/routes.rb?ref=v1366");

        Encoding.UTF8.GetString(Convert.FromBase64String(file["content"].Text())).ShouldStartWith("Rails.application.routes");
        (await client.GetAsync($"{Publisher}/contents/config/routes.rb", ("Accept", "application/vnd.github.raw+json"))).Text.ShouldStartWith("Rails.application.routes");
        (await client.ReadAsync($"{Publisher}/contents/config")).AsArray().Select(entry => entry!["name"].Text()).ShouldContain("routes.rb");
        (await client.ReadAsync($"{Publisher}/contents")).AsArray().Select(entry => entry!["type"].Text()).ShouldContain("dir");
        (await client.ReadAsync($"{Publisher}/git/trees/main?recursive=1"))["tree"]!.AsArray().Select(entry => entry!["path"].Text()).ShouldContain("config/routes.rb");
        (await client.GetAsync($"{Publisher}/contents/nothing")).Status.ShouldBe(404);
        var config = await client.ReadAsync("/repos/example/config/contents/charts/app-config/image-tags/integration/publisher");
        Encoding.UTF8.GetString(Convert.FromBase64String(config["content"].Text())).ShouldContain("image_tag: v1366");
    }

    [Fact]
    public async Task Issues_and_branches_show_what_is_open()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        var issue = (await client.ReadAsync($"{Publisher}/issues?labels=dependencies"))[0]!;

        issue["user"]!["login"].Text().ShouldBe("dependabot[bot]");
        var branches = (await client.ReadAsync($"{Publisher}/branches")).AsArray().Select(branch => branch!["name"].Text()).ToList();
        branches.ShouldContain("main");
        foreach (var branch in branches)
        {
            (await client.ReadAsync($"{Publisher}/branches/{Uri.EscapeDataString(branch)}"))["name"].Text().ShouldBe(branch);
            (await client.ReadAsync($"{Publisher}/branches/{branch}"))["commit"]!["sha"].Text().ShouldBe(await client.TipAsync("publisher", branch));
        }

        (await client.ReadAsync($"{Publisher}/git/matching-refs/tags/v136")).AsArray().Count.ShouldBe(7);
        (await client.ReadAsync($"{Publisher}/tags?per_page=1"))[0]!["name"].Text().ShouldBe("v1366");
    }
}
