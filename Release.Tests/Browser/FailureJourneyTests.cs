using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>A version fails; somebody finds out why, mends it, and goes on.</summary>
[Collection(BrowserTests.Name)]
public sealed class FailureJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_failed_deployment_shows_its_reason_and_line_and_is_resumed()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/sandbox");

        var misbehave = page.GetByRole(AriaRole.Region, new() { Name = "Have a version misbehave" });
        await misbehave.GetByLabel("Application").SelectOptionAsync("account-api");
        await misbehave.GetByRole(AriaRole.Radio, new() { Name = "Failing smoke test" }).CheckAsync();
        await misbehave.GetByRole(AriaRole.Button, new() { Name = "Break it" }).ClickAsync();
        await Expect(misbehave.GetByText("failing smoke test, every version everywhere")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Merge a pull request of account-api" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "See the application" }).ClickAsync();
        await page.Locator("a.ver[href^='/deployments/']").First.ClickAsync();

        var failure = page.GetByRole(AriaRole.Alert, new() { Name = "Why it failed" });
        await Expect(failure).ToContainTextAsync("Failed at smoke test", new() { Timeout = 30_000 });
        await Expect(page.Locator(".log-line.failing").First).ToBeVisibleAsync();
        var deployment = page.Url;

        await page.GetByRole(AriaRole.Link, new() { Name = "Sandbox" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Messages, newest first" }).GetByText("account-api").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Mend account-api: Failing smoke test" }).ClickAsync();
        await Expect(misbehave.GetByText("account-api:")).ToHaveCountAsync(0);

        await visitor.OpenAsync(new Uri(deployment).AbsolutePath);
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Expect(page.Locator(".dep-facts")).ToContainTextAsync("Succeeded", new() { Timeout = 30_000 });
        await Expect(failure).ToHaveCountAsync(0);
    }
}
