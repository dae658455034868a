using System.Net;
using System.Text.Json.Nodes;
using Release.Sandbox.Faults;
using Release.Sandbox.GitHub.Webhooks;

namespace Release.Tests.Integration.Sandbox;

/// <summary>A person's run of <c>deploy.yml</c>: dispatched, built, called back, told.</summary>
public sealed class ActionsTests
{
    private const string RunDetails = ",\"return_run_details\":true";

    [Fact]
    public async Task A_dispatched_branch_is_built_under_its_commit_and_release_is_called_back()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        var github = new GitHubCaller(sandbox);
        var main = (await github.GetAsync("repos/example/publisher/commits/main"))["sha"].Text();

        var (status, details) = await github.DispatchAsync("main", extra: RunDetails);

        status.ShouldBe(200);
        (await release.NextAsync(sandbox.Cancelled)).ShouldBe(
            $"/api/v1/events/apps/update-image-tag Bearer secret {{\"environment\":\"integration\",\"repoName\":\"publisher\",\"imageTag\":\"{main}\",\"promoteDeployment\":\"false\"}}");
        var completed = await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled);
        completed.Json["workflow_run"]!["conclusion"].Text().ShouldBe("success");
        completed.Json["workflow_run"]!["id"]!.GetValue<long>().ShouldBe(details!["workflow_run_id"]!.GetValue<long>());
        release.Webhooks.Select(hook => $"{hook.Event} {hook.Json["action"]}").ShouldBe(
            ["workflow_run requested", "workflow_run in_progress", "package published", "workflow_run completed"]);
        release.Webhooks[2].Json["package"]!["package_version"]!["container_metadata"]!["tag"]!["name"].Text().ShouldBe(main);
        using var image = await RegistryTests.HeadAsync(sandbox, "publisher", main, await RegistryTests.TokenAsync(sandbox, "publisher"));
        image.StatusCode.ShouldBe(HttpStatusCode.OK);
        image.Headers.GetValues("Docker-Content-Digest").Single().ShouldBe(release.Webhooks[2].Json["package"]!["package_version"]!["version"].Text());

        var run = await github.GetAsync(new Uri(details["run_url"].Text()).AbsolutePath);
        (run["status"].Text(), run["conclusion"].Text(), run["event"].Text(), run["head_branch"].Text(), run["display_title"].Text())
            .ShouldBe(("completed", "success", "workflow_dispatch", "main", "Deploy main to integration"));
        using var page = await sandbox.Http.GetAsync(new Uri(details["html_url"].Text()), sandbox.Cancelled);
        (await page.Content.ReadAsStringAsync(sandbox.Cancelled)).ShouldContain("Deploy main to integration");
    }

    [Fact]
    public async Task A_tag_is_built_under_its_own_name_and_an_image_that_was_missing_is_there_then()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.ImageNotBuilt), sandbox.Cancelled);

        var (status, body) = await new GitHubCaller(sandbox).DispatchAsync("v1366", "integration");

        (status, body).ShouldBe((204, null));
        (await release.NextAsync(sandbox.Cancelled)).ShouldContain("\"imageTag\":\"v1366\"");
        (await sandbox.World.Images.HasAsync("publisher", "v1366", sandbox.Cancelled)).ShouldBeTrue();
        (await sandbox.World.Images.HasAsync("publisher", "v1365", sandbox.Cancelled)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"ref":"main","inputs":{"environment":"integration"}}""", "Required input 'gitRef' not provided")]
    [InlineData("""{"ref":"main","inputs":{"environment":"moon","gitRef":"main"}}""", "Provided value 'moon' for input 'environment' not in the list of allowed values")]
    [InlineData("""{"ref":"main","inputs":{"environment":"integration","gitRef":"main","colour":"red"}}""", "Unexpected inputs provided: [\"colour\"]")]
    [InlineData("""{"ref":"nowhere","inputs":{"environment":"integration","gitRef":"main"}}""", "No ref found for: nowhere")]
    [InlineData("""{"inputs":{"environment":"integration","gitRef":"main"}}""", "Invalid request.\n\n\"ref\" wasn't supplied.")]
    public async Task What_the_workflow_does_not_take_is_refused_in_githubs_words(string body, string message)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var github = new GitHubCaller(sandbox);

        var (status, answer) = await github.SendAsync(HttpMethod.Post, "repos/example/publisher/actions/workflows/deploy.yml/dispatches", body);

        (status, answer!["message"].Text()).ShouldBe((422, message));
        (await github.GetAsync("repos/example/publisher/actions/runs"))["total_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_workflow_without_the_trigger_422()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var github = new GitHubCaller(sandbox);
        const string Body = """{"ref":"main","inputs":{"environment":"integration","gitRef":"main"}}""";

        (await github.SendAsync(HttpMethod.Post, "repos/example/nothing/actions/workflows/deploy.yml/dispatches", Body)).Status.ShouldBe(404);
        (await github.SendAsync(HttpMethod.Post, "repos/example/publisher/actions/workflows/other.yml/dispatches", Body)).Status.ShouldBe(404);
        (await github.SendAsync(HttpMethod.Post, "repos/example/publisher/actions/workflows/ci.yml/dispatches", Body)).Status.ShouldBe(422);
        (await github.SendAsync(HttpMethod.Get, "repos/example/publisher/actions/runs/1")).Status.ShouldBe(404);
        using var anonymous = await sandbox.Http.PostAsync(
            new Uri(sandbox.World.Endpoints.GitHub, "repos/example/publisher/actions/workflows/deploy.yml/dispatches"), new StringContent(Body), sandbox.Cancelled);
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cancelled_run_is_told_of_once_also_when_a_stop_came_first()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 600 });
        await using var release = await ReleaseStub.StartAsync();
        var github = new GitHubCaller(sandbox);
        var (_, details) = await github.DispatchAsync("main", extra: ",\"return_run_details\":true");
        var run = new Uri(details!["run_url"].Text()).AbsolutePath;

        (await github.SendAsync(HttpMethod.Post, $"{run}/cancel")).Status.ShouldBe(202);
        (await github.SendAsync(HttpMethod.Post, $"{run}/cancel")).Status.ShouldBe(409);
        await sandbox.RestartAsync(); // Nobody could be told yet: where Release is was not known.
        sandbox.World.SetRelease(release.Address, "secret");

        (await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled)).Json["workflow_run"]!["conclusion"].Text().ShouldBe("cancelled");
        await sandbox.World.RedeliverAsync(new WebhookDelivery(0, Guid.NewGuid(), "ping", "", "", default, 0, 0, "", Redelivery: false, "{}", ""), sandbox.Cancelled);
        release.Webhooks.Select(hook => hook.Event).ShouldBe(["workflow_run", "ping"]);
    }

    [Theory]
    [InlineData("nothing-like-it", false, "could not be found")]
    [InlineData("main", true, "failed to solve")]
    public async Task A_build_that_fails_makes_no_image_calls_nobody_back_and_says_why(string gitRef, bool broken, string why)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        sandbox.World.SetRelease(release.Address, "secret");
        if (broken)
        {
            await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.FailingBuild), sandbox.Cancelled);
        }

        var (_, details) = await new GitHubCaller(sandbox).DispatchAsync(gitRef, extra: RunDetails);

        var completed = await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled);
        completed.Json["workflow_run"]!["conclusion"].Text().ShouldBe("failure");
        release.All.ShouldAllBe(request => request.IsWebhook && request.Event == "workflow_run");
        var jobs = await new GitHubCaller(sandbox).GetAsync(new Uri(details!["run_url"].Text()).AbsolutePath + "/jobs");
        jobs["jobs"]![0]!["steps"]!.AsArray().Count(step => step!["conclusion"].Text() == "failure").ShouldBe(1);
        (await sandbox.Http.GetStringAsync(new Uri(details["html_url"].Text()), sandbox.Cancelled)).ShouldContain(why);
    }

    [Fact]
    public async Task A_kill_between_the_build_and_the_call_back_loses_neither()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        var github = new GitHubCaller(sandbox);
        await github.DispatchAsync("main");
        var main = (await github.GetAsync("repos/example/publisher/commits/main"))["sha"].Text();
        while (!await sandbox.World.Images.HasAsync("publisher", main, sandbox.Cancelled))
        {
            await Task.Yield(); // Built, and Release's address is not known: it cannot be called back yet.
        }

        await sandbox.RestartAsync();
        (await RunAsync(github))["status"].Text().ShouldBe("in_progress");
        sandbox.World.SetRelease(release.Address, "secret");

        (await release.NextAsync(sandbox.Cancelled)).ShouldContain($"\"imageTag\":\"{main}\"");
        await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled);
        (await RunAsync(github))["conclusion"].Text().ShouldBe("success");
    }

    [Fact]
    public async Task A_run_takes_its_time_and_is_there_after_a_kill()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 600 });
        var github = new GitHubCaller(sandbox);
        await github.DispatchAsync("v1366");

        await sandbox.RestartAsync();

        var run = await RunAsync(github);
        (run["status"].Text(), run["conclusion"]).ShouldBe(("queued", null));
    }

    [Theory]
    [InlineData(503, "success", 2)]
    [InlineData(403, "failure", 1)]
    public async Task Release_is_called_again_when_it_stumbles_and_the_run_fails_when_it_refuses(int answer, string conclusion, int calls)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        var count = 0;
        release.Answer = request => request.IsWebhook ? 202 : Interlocked.Increment(ref count) == 1 ? answer : 200;
        sandbox.World.SetRelease(release.Address, "secret");

        await new GitHubCaller(sandbox).DispatchAsync("v1366");

        (await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled)).Json["workflow_run"]!["conclusion"].Text().ShouldBe(conclusion);
        count.ShouldBe(calls);
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_narrowed_as_github_does()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 600 });
        var github = new GitHubCaller(sandbox);
        var (_, first) = await github.DispatchAsync("v1366", extra: RunDetails);
        var (_, second) = await github.DispatchAsync("main", extra: RunDetails);
        var (id1, id2) = (first!["workflow_run_id"]!.GetValue<long>(), second!["workflow_run_id"]!.GetValue<long>());
        id1.ShouldBeGreaterThan(int.MaxValue);
        var sha = (await github.GetAsync("repos/example/publisher/commits/main"))["sha"].Text();
        var workflow = (await github.GetAsync("repos/example/publisher/actions/workflows"))["workflows"]!.AsArray().Single(item => item!["path"].Text() == ".github/workflows/deploy.yml")!["id"]!;

        (await IdsAsync("runs")).ShouldBe([id2, id1]);
        (await IdsAsync($"workflows/{workflow}/runs")).ShouldBe([id2, id1]);
        (await IdsAsync("workflows/ci.yml/runs")).ShouldBeEmpty();
        (await IdsAsync($"runs?head_sha={sha}&event=workflow_dispatch&branch=main&status=queued")).ShouldBe([id2, id1]);
        (await IdsAsync("runs?event=release")).ShouldBeEmpty();
        (await IdsAsync("runs?created=%3E%3D2020-01-01T00:00:00Z")).ShouldBe([id2, id1]);
        (await IdsAsync("runs?created=%3C2020-01-01")).ShouldBeEmpty();
        (await IdsAsync("runs?created=2020-01-01..*")).ShouldBe([id2, id1]);
        (await IdsAsync("runs?per_page=1&page=2")).ShouldBe([id1]);
        (await github.SendAsync(HttpMethod.Post, $"repos/example/publisher/actions/runs/{id1}/cancel")).Status.ShouldBe(202);
        (await github.SendAsync(HttpMethod.Post, $"repos/example/publisher/actions/runs/{id1}/cancel")).Status.ShouldBe(409);
        (await IdsAsync("runs?status=cancelled")).ShouldBe([id1]);

        async Task<IReadOnlyList<long>> IdsAsync(string path) =>
            [.. (await github.GetAsync($"repos/example/publisher/actions/{path}"))["workflow_runs"]!.AsArray().Select(run => run!["id"]!.GetValue<long>())];
    }

    private static async Task<JsonNode> RunAsync(GitHubCaller github) =>
        (await github.GetAsync("repos/example/publisher/actions/runs"))["workflow_runs"]!.AsArray().Single()!;
}
