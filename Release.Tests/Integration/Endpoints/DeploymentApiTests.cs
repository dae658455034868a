using System.Net;
using System.Text.Json.Nodes;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class DeploymentApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_deployment_is_accepted_with_its_address_and_can_be_rolled_back()
    {
        using var before = await DeployAsync("publisher", "staging", "v2000");
        await SucceedsAsync(before.Headers.Location!.OriginalString.Split('/')[^1]);
        using var response = await DeployAsync("publisher", "staging", "v2001", reason: "\"try it\"");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Cancel));
        var id = response.Headers.Location!.OriginalString.Split('/')[^1];
        await SucceedsAsync(id);

        var deployment = await App.GetJsonAsync(response.Headers.Location.OriginalString);
        ((string?)deployment["trigger"], (string?)deployment["reason"], (string?)deployment["requestedBy"]).ShouldBe(("manual", "try it", "sandbox"));
        using var back = await App.PostTextAsync($"/api/deployments/{id}/rollback", """{"reason":"did not like it"}""");
        back.StatusCode.ShouldBe(HttpStatusCode.Accepted, await back.Content.ReadAsStringAsync(Cancel));
        var rollback = JsonNode.Parse(await back.Content.ReadAsStringAsync(Cancel))!;
        ((string?)rollback["version"], (string?)rollback["trigger"]).ShouldBe(("v2000", "rollback"));
        await SucceedsAsync((string)rollback["id"]!);
    }

    [Fact]
    public async Task A_failed_one_can_be_resumed_and_a_finished_one_cannot()
    {
        using var broken = await App.PostTextAsync("/api/sandbox/misbehaviours", """{"application":"whitehall","version":"v3500","kind":"failingSmokeTest"}""");
        broken.StatusCode.ShouldBe(HttpStatusCode.OK, await broken.Content.ReadAsStringAsync(Cancel));
        using var response = await DeployAsync("whitehall", "integration", "v3500");
        var id = response.Headers.Location!.OriginalString.Split('/')[^1];
        await App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.failed" && (string?)happened["deploymentId"] == id);
        (await App.GetJsonAsync($"/api/deployments/{id}/logs")).AsArray().ShouldNotBeEmpty();

        using var mended = await App.Sandbox.Control.DeleteAsync("/api/sandbox/misbehaviours?application=whitehall", Cancel);
        using var resumed = await App.PostTextAsync($"/api/deployments/{id}/resume", "");
        mended.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        resumed.StatusCode.ShouldBe(HttpStatusCode.Accepted, await resumed.Content.ReadAsStringAsync(Cancel));
        await SucceedsAsync(id);

        using var again = await App.PostTextAsync($"/api/deployments/{id}/resume", "");
        using var cancelled = await App.PostTextAsync($"/api/deployments/{id}/cancel", "");
        await again.ShouldBeProblemAsync(HttpStatusCode.Conflict);
        await cancelled.ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Hooks_and_migrations_are_tasks_of_the_sync_with_their_logs()
    {
        using var response = await DeployAsync("whitehall", "production", "v3600");
        var id = response.Headers.Location!.OriginalString.Split('/')[^1];
        await SucceedsAsync(id);

        var steps = (await App.GetJsonAsync($"/api/deployments/{id}"))["steps"]!.AsArray();
        var sync = steps.Single(step => (string?)step!["name"] == "Sync")!;
        var tasks = sync["tasks"]!.AsArray().Select(task => ((string?)task!["kind"], (string?)task["name"], (string?)task["status"])).ToArray();
        tasks.ShouldContain(task => task.Item1 == "PreSync" && task.Item2!.StartsWith("PreSync Job whitehall", StringComparison.Ordinal) && task.Item3 == "succeeded");
        tasks.ShouldContain(task => task.Item1 == "Sync" && task.Item2!.StartsWith("Sync Job whitehall", StringComparison.Ordinal) && task.Item3 == "succeeded");
        sync["outsideSince"].ShouldBeNull();
        var titles = (await App.GetJsonAsync($"/api/deployments/{id}/logs")).AsArray().Select(log => (string?)log!["title"]).ToArray();

        // The PostSync Job is gone with its log the moment the sync has succeeded (HookSucceeded), here before anybody can look.
        tasks.Where(task => task.Item1 != "PostSync").ShouldAllBe(task => titles.Contains(task.Item2));
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        for (var number = 1; number <= 5; number++)
        {
            using var response = await App.NotifyDeployAsync("alphagov/many", "production", $"v{number}");
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var versions = new List<string>();
        var address = "/api/deployments?application=many&environment=production&status=recorded&limit=2";
        for (string? next = "first"; next is not null;)
        {
            var page = await App.GetJsonAsync(next == "first" ? address : $"{address}&before={Uri.EscapeDataString(next)}");
            page["items"]!.AsArray().Count.ShouldBeLessThanOrEqualTo(2);
            versions.AddRange(page["items"]!.AsArray().Select(item => (string)item!["version"]!));
            next = (string?)page["next"];
        }

        versions.ShouldBe(["v5", "v4", "v3", "v2", "v1"]);
        (await App.GetJsonAsync("/api/deployments?application=many&environment=staging"))["items"]!.AsArray().ShouldBeEmpty();
        (await App.GetJsonAsync("/api/deployments?application=many&status=failed"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nobody", "integration", "v1", "application")]
    [InlineData("publisher", "nowhere", "v1", "environment")]
    [InlineData("publisher", "integration", "", "version")]
    public async Task A_wrong_field_is_422(string application, string environment, string version, string field)
    {
        using var response = await DeployAsync(application, environment, version);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task A_developer_deploys_to_the_first_environment_only()
    {
        using var developer = await App.BrowserAsAsync(Role.Developer);
        using var viewer = await App.BrowserAsAsync(Role.Viewer);

        using var first = await DeployAsync("support-api", "integration", "v700", by: developer);
        using var production = await DeployAsync("support-api", "production", "v700", by: developer);
        using var looking = await viewer.GetAsync("/api/deployments", Cancel);
        using var touching = await DeployAsync("support-api", "integration", "v701", by: viewer);

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var problem = await production.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        ((string?)problem["detail"])!.ShouldContain("deployer");
        looking.StatusCode.ShouldBe(HttpStatusCode.OK);
        await touching.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("rollback")]
    public async Task A_command_on_nothing_is_404(string command)
    {
        using var response = await App.PostTextAsync($"/api/deployments/{Guid.NewGuid()}/{command}", "");
        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Unknown_deployments_are_404()
    {
        using var one = await App.Machine.GetAsync($"/api/deployments/{Guid.NewGuid()}", Cancel);
        using var logs = await App.Machine.GetAsync($"/api/deployments/{Guid.NewGuid()}/logs", Cancel);
        await one.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await logs.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> DeployAsync(
        string application, string environment, string version, string reason = "null", HttpClient? by = null) =>
        App.PostTextAsync(
            "/api/deployments",
            $$"""{"application":"{{application}}","environment":"{{environment}}","version":"{{version}}","reason":{{reason}}}""",
            by);

    private Task<JsonNode> SucceedsAsync(string id) => App.WaitForEventAsync(
        happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["deploymentId"] == id);
}
