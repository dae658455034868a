using System.Net;
using System.Text.Json.Nodes;
using Release.Sandbox.Faults;

namespace Release.Tests.Integration.Sandbox;

/// <summary>GitHub away, slow, out of quota, failing: as its clients see it.</summary>
public sealed class GitHubFaultTests
{
    [Fact]
    public async Task Out_of_quota_is_told_with_when_it_is_full_again_and_passes()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(time: clock);
        var github = new GitHubCaller(sandbox);
        var until = clock.GetUtcNow().AddSeconds(60);
        await sandbox.World.GitHubFaults.SetAsync(new ServiceTrouble(OutOfQuotaUntil: until), sandbox.Cancelled);

        using var refused = await github.AnswerAsync(HttpMethod.Get, "repos/example/publisher");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (refused.Headers.GetValues("x-ratelimit-remaining").Single(), refused.Headers.GetValues("x-ratelimit-reset").Single())
            .ShouldBe(("0", $"{until.ToUnixTimeSeconds()}"));
        JsonNode.Parse(await refused.Content.ReadAsStringAsync(sandbox.Cancelled))!["message"].Text().ShouldStartWith("API rate limit exceeded");
        var graphql = await github.SendAsync(HttpMethod.Post, "graphql", """{"query":"{ viewer { login } }"}""");
        (graphql.Status, graphql.Body!["errors"]![0]!["type"].Text()).ShouldBe((200, "RATE_LIMITED"));
        (await github.SendAsync(HttpMethod.Get, "rate_limit")).Status.ShouldBe(200, "one may always ask what is left");

        clock.Advance(TimeSpan.FromSeconds(61));
        (await github.SendAsync(HttpMethod.Get, "repos/example/publisher")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Too_fast_is_told_with_how_long_to_wait()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(time: clock);
        await sandbox.World.GitHubFaults.SetAsync(new ServiceTrouble(ToldToWaitUntil: clock.GetUtcNow().AddSeconds(60)), sandbox.Cancelled);

        using var refused = await new GitHubCaller(sandbox).AnswerAsync(HttpMethod.Get, "repos/example/publisher");

        (refused.StatusCode, refused.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.Forbidden, TimeSpan.FromSeconds(60)));
        (await refused.Content.ReadAsStringAsync(sandbox.Cancelled)).ShouldContain("secondary rate limit");
    }

    [Fact]
    public async Task Webhooks_wait_while_it_is_away()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { BuildSeconds = 0 });
        await using var release = await ReleaseStub.StartAsync();
        await new GitHubCaller(sandbox).DispatchAsync("v1366");
        await sandbox.World.GitHubFaults.SetAsync(new ServiceTrouble(Away: true), sandbox.Cancelled);
        sandbox.World.SetRelease(release.Address, "secret");

        await release.NextAsync(sandbox.Cancelled);
        release.Webhooks.ShouldBeEmpty("the workflow's own call does not come from GitHub's site");
        await sandbox.World.GitHubFaults.SetAsync(new ServiceTrouble(), sandbox.Cancelled);

        await release.WebhookAsync("workflow_run", "completed", sandbox.Cancelled);
    }

    [Fact]
    public async Task It_goes_away_fails_and_breaks_off_like_the_registry()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var github = new GitHubCaller(sandbox);
        var faults = sandbox.World.GitHubFaults;

        await faults.SetAsync(new ServiceTrouble(Away: true), sandbox.Cancelled);
        await Should.ThrowAsync<HttpRequestException>(() => github.GetAsync("repos/example/publisher"));
        await faults.SetAsync(new ServiceTrouble(Failing: true), sandbox.Cancelled);
        (await github.SendAsync(HttpMethod.Get, "repos/example/publisher")).Status.ShouldBe(502);
        await faults.SetAsync(new ServiceTrouble(HalfAnswers: true), sandbox.Cancelled);
        await Should.ThrowAsync<HttpRequestException>(() => github.GetAsync("repos/example/publisher"));
        await faults.SetAsync(new ServiceTrouble(), sandbox.Cancelled);
        (await github.SendAsync(HttpMethod.Get, "repos/example/publisher")).Status.ShouldBe(200);
    }
}
