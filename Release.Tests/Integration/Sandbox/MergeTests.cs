using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Octokit.Webhooks;
using Octokit.Webhooks.Events;
using Release.Sandbox.Faults;
using Release.Sandbox.GitHub.Webhooks;

namespace Release.Tests.Integration.Sandbox;

/// <summary>What merging a pull request sets off, and the webhooks that tell of it.</summary>
public sealed class MergeTests
{
    [Fact]
    public async Task A_merge_moves_main_releases_the_next_version_and_tells_release_in_order()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        var github = new GitHubCaller(sandbox);
        var before = (await github.GetAsync("repos/example/publisher/commits/main"))["sha"].Text();

        var first = await sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled);
        var second = await sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled);

        (first.Application, first.Version, first.StatusCode).ShouldBe(("publisher", "v1367", 202));
        second.Version.ShouldBe("v1368", "a version is given once, deployed or not");
        (await github.GetAsync("repos/example/publisher/commits/v1367"))["sha"].Text().ShouldBe(first.Commit);
        (await github.GetAsync("repos/example/publisher/commits/main"))["sha"].Text().ShouldBe(second.Commit);
        (await github.GetAsync($"repos/example/publisher/pulls/{first.PullRequest}"))["merge_commit_sha"].Text().ShouldBe(first.Commit);

        var told = await release.WaitAsync(
            all => [.. all.Where(request => request.Json["release"]?["tag_name"].Text() != "v1368" && request.Json["ref"].Text() != "refs/tags/v1368")], 4, sandbox.Cancelled);
        told.Take(4).Select(Describe).ShouldBe(["push refs/heads/main", "workflow_run CI success", "push refs/tags/v1367", "release v1367"]);
        (told[0].Json["before"].Text(), told[0].Json["after"].Text()).ShouldBe((before, first.Commit));
        told[0].Json["commits"]!.AsArray().Last()!["id"].Text().ShouldBe(first.Commit);
        told[1].Json["workflow_run"]!["head_sha"].Text().ShouldBe(first.Commit);
    }

    [Fact]
    public async Task The_releases_own_run_builds_the_image_and_does_not_call_back()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.ImageNotBuilt), sandbox.Cancelled);

        var merged = await sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled);

        await release.WaitAsync(
            all => [.. all.Where(request => request.Json["workflow_run"]?["event"].Text() == "release" && request.Json["action"].Text() == "completed")], 1, sandbox.Cancelled);
        (await sandbox.World.Images.HasAsync("publisher", merged.Version, sandbox.Cancelled)).ShouldBeTrue();
        release.All.ShouldAllBe(request => request.IsWebhook);
    }

    [Fact]
    public async Task Every_webhook_is_signed_with_the_secret_over_its_bytes()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        var secret = File.ReadAllText(Path.Combine(sandbox.Directory, "github-webhook-secret")).Trim();

        await sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled);

        secret.ShouldBe(sandbox.World.GitHubWebhookSecret);
        var hooks = release.Webhooks; // More may come while these are looked at.
        hooks.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var hook in hooks)
        {
            using var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret));
            hook.Header("X-Hub-Signature-256").ShouldBe("sha256=" + Convert.ToHexString(hmac.ComputeHash(hook.Body)).ToLowerInvariant());
            Guid.TryParse(hook.Header("X-GitHub-Delivery"), out _).ShouldBeTrue();
            hook.Header("Content-Type").ShouldBe("application/json");
            hook.Header("User-Agent").ShouldStartWith("GitHub-Hookshot/");
            hook.Header("X-GitHub-Hook-ID").ShouldNotBeEmpty();
            (hook.Json["repository"]!["full_name"].Text(), hook.Json["organization"]!["login"].Text()).ShouldBe(("example/publisher", "example"));
            hook.Json["sender"]!["login"].Text().ShouldNotBeEmpty();
            Should.NotThrow(() => ReadWhole(hook), "Octokit's models require what GitHub always sends");
        }

        hooks.Select(hook => hook.Header("X-GitHub-Delivery")).Distinct().Count().ShouldBe(hooks.Count);
    }

    [Fact]
    public async Task Deliveries_are_kept_over_a_restart_and_sent_again_as_they_were()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        await sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled);
        await sandbox.RestartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        var known = sandbox.World.WebhookDeliveries.Single(delivery => delivery.Event == "release");

        var again = await sandbox.World.RedeliverAsync(known, sandbox.Cancelled);

        (again.Guid, again.Payload, again.Redelivery, again.StatusCode).ShouldBe((known.Guid, known.Payload, true, 202));
        again.Id.ShouldBeGreaterThan(known.Id);
        release.Webhooks.Count(hook => hook.Header("X-GitHub-Delivery") == known.Guid.ToString() && hook.Text == known.Payload).ShouldBe(2);
        var listed = await new GitHubCaller(sandbox).SendAsync(HttpMethod.Get, "orgs/example/hooks/430001001/deliveries");
        listed.Body![0]!["id"]!.GetValue<long>().ShouldBe(again.Id);
    }

    [Fact]
    public async Task A_redirect_is_a_delivery_that_failed_and_is_not_followed()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync();
        release.Answer = _ => 302;
        sandbox.World.SetRelease(release.Address, "secret");

        var delivery = await sandbox.World.RedeliverAsync(Ping(), sandbox.Cancelled);

        (delivery.StatusCode, delivery.Good, delivery.Status).ShouldBe((302, false, "Invalid HTTP Response: 302"));
        release.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_webhook_that_cannot_be_kept_fails_alone_and_the_ones_after_it_are_sent()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        var inTheWay = Directory.CreateDirectory(Path.Combine(sandbox.Directory, "webhook-deliveries.jsonl"));

        await Should.ThrowAsync<UnauthorizedAccessException>(() => sandbox.World.RedeliverAsync(Ping(), sandbox.Cancelled));
        inTheWay.Delete();

        (await sandbox.World.RedeliverAsync(Ping(), sandbox.Cancelled)).StatusCode.ShouldBe(202);
        release.Webhooks.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_line_that_a_kill_cut_short_does_not_spoil_the_next()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        await sandbox.World.RedeliverAsync(Ping(), sandbox.Cancelled);
        await sandbox.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(sandbox.Directory, "webhook-deliveries.jsonl"), "{\"id\": 18", sandbox.Cancelled);
        await sandbox.StartWorldAsync();
        sandbox.World.SetRelease(release.Address, "secret");

        await sandbox.World.RedeliverAsync(Ping(), sandbox.Cancelled);
        await sandbox.RestartAsync();

        sandbox.World.WebhookDeliveries.Select(delivery => delivery.Id).ShouldBe([1_800_000_000_001, 1_800_000_000_002]);
    }

    [Fact]
    public async Task Who_pings_the_webhook_has_it_say_hello()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");

        (await new GitHubCaller(sandbox).SendAsync(HttpMethod.Post, "orgs/example/hooks/430001001/pings")).Status.ShouldBe(204);

        (await release.WebhookAsync("ping", null, sandbox.Cancelled)).Json["hook_id"]!.GetValue<long>().ShouldBe(430001001);
    }

    [Fact]
    public async Task What_cannot_be_merged_says_why()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync();
        (await Should.ThrowAsync<InvalidOperationException>(() => sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled))).Message.ShouldContain("does not know Release's address yet");
        sandbox.World.SetRelease(release.Address, "secret");

        (await Should.ThrowAsync<InvalidOperationException>(() => sandbox.World.MergePullRequestAsync("nothing", sandbox.Cancelled))).Message.ShouldContain("nothing");
        await sandbox.World.GitHubFaults.SetAsync(new ServiceTrouble(Away: true), sandbox.Cancelled);
        (await Should.ThrowAsync<InvalidOperationException>(() => sandbox.World.MergePullRequestAsync("publisher", sandbox.Cancelled))).Message.ShouldContain("GitHub is away");
    }

    private static WebhookDelivery Ping() => new(0, Guid.NewGuid(), "ping", "", "", default, 0, 0, "", Redelivery: false, "{}", "");

    private static string Describe(StubRequest hook) => hook.Event switch
    {
        "push" => $"push {hook.Json["ref"]}",
        "workflow_run" => $"workflow_run {hook.Json["workflow_run"]!["name"]} {hook.Json["workflow_run"]!["conclusion"]}",
        "release" => $"release {hook.Json["release"]!["tag_name"]}",
        var other => other,
    };

    private static WebhookEvent? ReadWhole(StubRequest hook) => hook.Event switch
    {
        "push" => JsonSerializer.Deserialize<PushEvent>(hook.Text),
        "release" => JsonSerializer.Deserialize<ReleaseEvent>(hook.Text),
        "workflow_run" => JsonSerializer.Deserialize<WorkflowRunEvent>(hook.Text),
        "package" => JsonSerializer.Deserialize<PackageEvent>(hook.Text),
        _ => null,
    };
}
