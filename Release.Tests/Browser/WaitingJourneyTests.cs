using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>What somebody sees of a deployment that waits, and of what runs beneath its steps.</summary>
[Collection(BrowserTests.Name)]
public sealed class WaitingJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_cluster_away_is_told_since_when_and_the_deployment_goes_on_by_itself()
    {
        var faults = fixture.App.Sandbox.World.ApiFaults("staging");
        await faults.GoAwayAsync();
        try
        {
            var id = await DeployAsync("content-store", "staging", "v4711");
            await using var visitor = await fixture.VisitAsync();
            await visitor.OpenAsync($"/deployments/{id}");
            var sync = visitor.Page.Locator("[data-step='Sync']");
            await Expect(sync).ToContainTextAsync("Waiting for the cluster staging, unavailable since", new() { Timeout = 30_000 });
            await Expect(sync).ToContainTextAsync("has not answered for");
            await visitor.Page.ReloadAsync();
            await Expect(sync).ToContainTextAsync("Waiting for the cluster staging, unavailable since");
            await Expect(sync).ToContainTextAsync("has not answered for");
            await SaveAsync(visitor, "waiting");
            await visitor.OpenAsync($"/deployments/{id}");
            await visitor.MarkAsync();

            await faults.ComeBackAsync(TestContext.Current.CancellationToken);

            await Expect(visitor.Page.Locator(".dep-facts")).ToContainTextAsync("Succeeded", new() { Timeout = 60_000 });
            await Expect(sync).Not.ToContainTextAsync("has not answered");
            await visitor.ShouldNotHaveReloadedAsync();
        }
        finally
        {
            await faults.ComeBackAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_migration_is_shown_beneath_its_step_with_the_line_that_failed()
    {
        using var rule = await fixture.App.PostTextAsync("/api/sandbox/misbehaviours", """{"application":"support-api","kind":"failingMigration","version":"v4711"}""");
        rule.StatusCode.ShouldBe(HttpStatusCode.OK);
        var id = await DeployAsync("support-api", "integration", "v4711");
        await using var visitor = await fixture.VisitAsync();
        await visitor.OpenAsync($"/deployments/{id}");

        await Expect(visitor.Page.GetByRole(AriaRole.Alert, new() { Name = "Why it failed" })).ToContainTextAsync("Failed at sync", new() { Timeout = 30_000 });
        var parts = visitor.Page.GetByRole(AriaRole.List, new() { Name = "Parts of Sync" });
        await Expect(parts.GetByRole(AriaRole.Heading)).ToContainTextAsync("Job support-api");
        await Expect(parts.Locator(".log-line.failing")).ToBeVisibleAsync();
        await SaveAsync(visitor, "sub-steps");
    }

    private async Task<string> DeployAsync(string application, string environment, string version)
    {
        using var response = await fixture.App.PostTextAsync("/api/deployments", $$"""{"application":"{{application}}","environment":"{{environment}}","version":"{{version}}"}""");
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }

    /// <summary>For people to look at, where <c>RELEASE_SCREENSHOTS</c> names a directory.</summary>
    private static async Task SaveAsync(Visitor visitor, string name)
    {
        if (Environment.GetEnvironmentVariable("RELEASE_SCREENSHOTS") is { Length: > 1 } directory && Directory.Exists(directory))
        {
            await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}.png"), FullPage = true });
        }
    }
}
