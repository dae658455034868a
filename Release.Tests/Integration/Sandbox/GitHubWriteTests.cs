using System.Text;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Writes through the sandbox's GitHub: each ends in git, or says why not.</summary>
public sealed class GitHubWriteTests
{
    private const string Publisher = GitHubClient.Publisher;
    private const string ImageTag = "charts/app-config/image-tags/integration/publisher";

    [Fact]
    public async Task The_configuration_s_way_through_the_api_reaches_main_and_argo_cd()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        const string Branch = "update-image-tag/publisher/integration/v1367";

        var made = await client.BranchAsync("config", Branch, await client.TipAsync("config"));
        made.Status.ShouldBe(201, made.Text);
        (await client.BranchAsync("config", Branch, await client.TipAsync("config"))).Message.ShouldBe("Reference already exists");
        var file = await client.ReadAsync($"/repos/example/config/contents/{ImageTag}?ref={Uri.EscapeDataString(Branch)}");
        var written = await client.WriteAsync("config", ImageTag, "image_tag: v1367\nautomatic_deploys_enabled: true\npromote_deployment: true\n", file["sha"].Text(), Branch);
        written.Status.ShouldBe(200, written.Text);
        written.Body["commit"]!["parents"]![0]!["sha"].Text().ShouldBe(await client.TipAsync("config"));
        var merge = await client.SendAsync(HttpMethod.Post, "/repos/example/config/merges", new JsonObject { ["base"] = "main", ["head"] = Branch, ["commit_message"] = $"Merge {Branch} into main" });
        merge.Status.ShouldBe(201, merge.Text);
        (await client.SendAsync(HttpMethod.Post, "/repos/example/config/merges", new JsonObject { ["base"] = "main", ["head"] = Branch })).Status.ShouldBe(204);
        (await client.SendAsync(HttpMethod.Delete, $"/repos/example/config/git/refs/heads/{Branch}")).Status.ShouldBe(204);

        (await client.TipAsync("config")).ShouldBe(merge.Body["sha"].Text());
        (await sandbox.GitAsync(sandbox.World.ConfigRepositoryPath, "log", "-1", "--format=%s", "main")).Trim().ShouldBe($"Merge {Branch} into main");
        (await client.GetAsync($"/repos/example/config/git/ref/heads/{Branch}")).Status.ShouldBe(404);
        await sandbox.RefreshAsync();
        (await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367")))[^1].Revision().ShouldBe(merge.Body["sha"].Text());
    }

    [Fact]
    public async Task Many_updates_at_once_are_all_kept()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var start = await client.TipAsync("publisher");

        await Task.WhenAll(Enumerable.Range(0, 24).Select(async index =>
        {
            (await client.BranchAsync("publisher", $"change/{index}", start)).Status.ShouldBe(201);
            (await client.WriteAsync("publisher", $"many/{index}", "x\n", branch: $"change/{index}")).Status.ShouldBe(201);
            (await client.SendAsync(HttpMethod.Post, $"{Publisher}/merges", new JsonObject { ["base"] = "main", ["head"] = $"change/{index}" })).Status.ShouldBe(201);
        }));

        (await client.ReadAsync($"{Publisher}/contents/many")).AsArray().Count.ShouldBe(24);
        var path = (await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled)).Git.Path;
        (await sandbox.GitAsync(path, "rev-list", "--count", "--merges", $"{start}..main")).Trim().ShouldBe("24");
        (await sandbox.GitAsync(path, "fsck", "--strict", "--no-dangling")).ShouldBe("");
    }

    [Fact]
    public async Task A_file_is_made_changed_and_taken_out_by_those_who_have_seen_it()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);

        var made = await client.WriteAsync("publisher", "notes/a file.md", "one\n");
        made.Status.ShouldBe(201, made.Text);
        var sha = made.Body["content"]!["sha"].Text();
        (await client.WriteAsync("publisher", "notes/a file.md", "two\n")).Message.ShouldContain("\"sha\" wasn't supplied");
        var stale = await client.WriteAsync("publisher", "notes/a file.md", "two\n", new string('1', 40));
        stale.Status.ShouldBe(409);
        stale.Message.ShouldBe($"notes/a file.md does not match {new string('1', 40)}");
        var changed = await client.WriteAsync("publisher", "notes/a file.md", "two\n", sha);
        changed.Status.ShouldBe(200);
        (await client.WriteAsync("publisher", "notes/b.md", "x", branch: "nowhere")).Status.ShouldBe(404);
        (await client.WriteAsync("publisher", "notes/.git/config", "x")).Status.ShouldBe(422);
        var taken = await client.SendAsync(HttpMethod.Delete, $"{Publisher}/contents/notes/a%20file.md", new JsonObject { ["message"] = "Take it out", ["sha"] = changed.Body["content"]!["sha"].Text() });
        taken.Status.ShouldBe(200);
        (await client.GetAsync($"{Publisher}/contents/notes")).Status.ShouldBe(404, "folders go with their last file");
        var commit = (await client.ReadAsync($"{Publisher}/commits?per_page=1&path=notes"))[0]!;
        commit["commit"]!["message"].Text().ShouldBe("Take it out");
        commit["author"]!["login"].Text().ShouldBe("release-machine");
    }

    [Fact]
    public async Task Sides_that_changed_the_same_line_conflict_and_others_are_merged()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var lines = string.Concat(Enumerable.Range(0, 20).Select(line => $"line {line}\n"));
        var sha = (await client.WriteAsync("publisher", "text", lines)).Body["content"]!["sha"].Text();
        var start = await client.TipAsync("publisher");
        foreach (var (branch, from, to) in new[] { ("first", "line 1\n", "1\n"), ("second", "line 1\n", "one\n"), ("third", "line 18\n", "18\n") })
        {
            await client.BranchAsync("publisher", branch, start);
            await client.WriteAsync("publisher", "text", lines.Replace(from, to, StringComparison.Ordinal), sha, branch);
        }

        (await MergeAsync("first")).Status.ShouldBe(201);
        var conflict = await MergeAsync("second");
        conflict.Status.ShouldBe(409);
        conflict.Message.ShouldBe("Merge conflict");
        (await MergeAsync("third")).Status.ShouldBe(201);
        (await MergeAsync("nothing")).Message.ShouldBe("Head does not exist");

        var merged = Encoding.UTF8.GetString(Convert.FromBase64String((await client.ReadAsync($"{Publisher}/contents/text"))["content"].Text()));
        merged.ShouldContain("\n1\n");
        merged.ShouldContain("\n18\n");

        Task<GitHubReply> MergeAsync(string head) => client.SendAsync(HttpMethod.Post, $"{Publisher}/merges", new JsonObject { ["base"] = "main", ["head"] = head });
    }

    [Fact]
    public async Task References_follow_git_s_rules()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var (tip, older) = (await client.TipAsync("publisher"), (await client.ReadAsync($"{Publisher}/git/ref/tags/v1360"))["object"]!["sha"].Text());

        (await client.BranchAsync("publisher", "bad..name", tip)).Status.ShouldBe(422);
        (await client.BranchAsync("publisher", "new\nupdate refs/heads/main", tip)).Status.ShouldBe(422);
        (await client.BranchAsync("publisher", "x", new string('2', 40))).Message.ShouldBe("Object does not exist");
        (await client.BranchAsync("publisher", "main/below", tip)).Status.ShouldBe(422, "main is a branch, not a folder");
        (await client.BranchAsync("publisher", "moves", tip)).Status.ShouldBe(201);
        var back = await client.SendAsync(HttpMethod.Patch, $"{Publisher}/git/refs/heads/moves", new JsonObject { ["sha"] = older });
        back.Message.ShouldBe("Update is not a fast forward");
        (await client.SendAsync(HttpMethod.Patch, $"{Publisher}/git/refs/heads/moves", new JsonObject { ["sha"] = older, ["force"] = true })).Status.ShouldBe(200);
        (await client.TipAsync("publisher", "moves")).ShouldBe(older);
        (await client.SendAsync(HttpMethod.Delete, $"{Publisher}/git/refs/heads/gone")).Message.ShouldBe("Reference does not exist");
    }

    [Fact]
    public async Task A_commit_can_be_built_from_its_parts()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var tip = await client.TipAsync("publisher");

        var blob = await PostAsync("git/blobs", new JsonObject { ["content"] = "aGVsbG8K", ["encoding"] = "base64" });
        var tree = await PostAsync("git/trees", new JsonObject
        {
            ["base_tree"] = tip,
            ["tree"] = new JsonArray(new JsonObject { ["path"] = "a/b", ["mode"] = "100644", ["type"] = "blob", ["sha"] = blob["sha"].Text() }),
        });
        var commit = await PostAsync("git/commits", new JsonObject { ["message"] = "By hand", ["tree"] = tree["sha"].Text(), ["parents"] = new JsonArray(tip) });

        (await client.SendAsync(HttpMethod.Patch, $"{Publisher}/git/refs/heads/main", new JsonObject { ["sha"] = commit["sha"].Text() })).Status.ShouldBe(200);
        (await client.ReadAsync($"{Publisher}/commits/main"))["files"]!.AsArray().Single()!["patch"].Text().ShouldBe("@@ -0,0 +1 @@\n+hello");
        (await client.ReadAsync($"{Publisher}/git/blobs/{blob["sha"]}"))["content"].Text().ShouldBe("aGVsbG8K\n");

        async Task<JsonNode> PostAsync(string path, JsonNode body)
        {
            var reply = await client.SendAsync(HttpMethod.Post, $"{Publisher}/{path}", body);
            reply.Status.ShouldBe(201, reply.Text);
            return reply.Body;
        }
    }

    [Fact]
    public async Task A_push_that_comes_first_is_a_conflict()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var tip = await client.TipAsync("publisher");
        await client.BranchAsync("publisher", "change", tip);
        await client.WriteAsync("publisher", "notes/change", "x", branch: "change");
        var pull = (await client.ReadAsync($"{Publisher}/pulls"))[0]!["number"].Text();
        var path = (await sandbox.World.Repositories.GetAsync("publisher", sandbox.Cancelled)).Git.Path;

        // As while another git is moving main.
        var theirs = Path.Combine(Directory.CreateDirectory(Path.Combine(path, "refs", "heads")).FullName, "main.lock");
        await File.WriteAllTextAsync(theirs, "", sandbox.Cancelled);

        var written = await client.WriteAsync("publisher", "notes/x", "x");
        (written.Status, written.Message).ShouldBe((409, $"refs/heads/main is at {tip} but expected {tip}"));
        (await client.SendAsync(HttpMethod.Post, $"{Publisher}/merges", new JsonObject { ["base"] = "main", ["head"] = "change" })).Status.ShouldBe(409);
        var merged = await client.SendAsync(HttpMethod.Put, $"{Publisher}/pulls/{pull}/merge", new JsonObject());
        (merged.Status, merged.Message).ShouldBe((405, "Base branch was modified. Review and try the merge again."));
        (await client.SendAsync(HttpMethod.Patch, $"{Publisher}/git/refs/heads/main", new JsonObject { ["sha"] = tip })).Status.ShouldBe(422);
        File.Delete(theirs);
        (await client.SendAsync(HttpMethod.Put, $"{Publisher}/pulls/{pull}/merge", new JsonObject())).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_pull_request_is_merged_once()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var pull = (await client.ReadAsync($"{Publisher}/pulls"))[0]!;

        (await MergeAsync(new string('3', 40))).Status.ShouldBe(409);
        var merged = await MergeAsync(pull["head"]!["sha"].Text());
        merged.Status.ShouldBe(200, merged.Text);
        (await MergeAsync(null)).Status.ShouldBe(405);
        (await client.TipAsync("publisher")).ShouldBe(merged.Body["sha"].Text());
        (await client.ReadAsync($"{Publisher}/commits/main"))["commit"]!["message"].Text().ShouldStartWith($"Merge pull request #{pull["number"]} from example/");
        (await client.ReadAsync($"{Publisher}/pulls/{pull["number"]}"))["merged_by"]!["login"].Text().ShouldBe("release-machine");

        Task<GitHubReply> MergeAsync(string? sha) => client.SendAsync(HttpMethod.Put, $"{Publisher}/pulls/{pull["number"]}/merge", new JsonObject { ["sha"] = sha });
    }

    [Fact]
    public async Task An_open_pull_request_goes_where_its_branch_goes()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var client = new GitHubClient(sandbox);
        var pull = (await client.ReadAsync($"{Publisher}/pulls"))[0]!;
        var (number, branch) = (pull["number"].Text(), pull["head"]!["ref"].Text());

        var written = await client.WriteAsync("publisher", "docs/more.md", "x", branch: branch);

        (await client.ReadAsync($"{Publisher}/pulls/{number}"))["head"]!["sha"].Text().ShouldBe(written.Body["commit"]!["sha"].Text());
        (await client.ReadAsync($"{Publisher}/pulls/{number}/files")).AsArray().Select(file => file!["filename"].Text()).ShouldContain("docs/more.md");
        (await client.SendAsync(HttpMethod.Delete, $"{Publisher}/git/refs/heads/{branch}")).Status.ShouldBe(204);
        var closed = await client.ReadAsync($"{Publisher}/pulls/{number}");
        closed["state"].Text().ShouldBe("closed");
        closed["merged"]!.GetValue<bool>().ShouldBeFalse();
    }
}
