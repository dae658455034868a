using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Release.Core.Events;
using Release.Data.Queries;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>The whole way in the demo: out of the sandbox's admin, to the sandbox's GitHub, and back as somebody of a team there.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class SandboxSignInJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_developer_deploys_to_integration_and_is_refused_production()
    {
        await using var visitor = await SignInAsync("Mei Tanaka", "mei-tanaka");
        var page = visitor.Page;
        await visitor.OpenAsync("/applications/frontend?deploy=integration");
        var sheet = page.GetByRole(AriaRole.Dialog);

        await Expect(sheet.GetByRole(AriaRole.Radio, new() { NameRegex = Production() })).ToBeDisabledAsync();
        await Expect(sheet.GetByText("You need the Deployer role to deploy to production; yours is Developer. Ask a member of example/production-deploy")).ToBeVisibleAsync();
        await sheet.GetByLabel("Version").First.FillAsync("v790");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v790 to integration" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("v790");

        // Forged past the page: the API asks the same policy.
        var status = await page.EvaluateAsync<int>(
            """async () => (await fetch('/api/deployments', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ application: 'frontend', environment: 'production', version: 'v790' }) })).status""");
        status.ShouldBe(403);
        await fixture.App.WaitForEventAsync(entry =>
            (string?)entry["type"] == "access.refused" && (string?)entry["actor"] == "mei-tanaka" && (string?)entry["environment"] == "production");
    }

    [Fact]
    public async Task A_refused_page_is_told_once_however_it_was_reached()
    {
        await using var visitor = await SignInAsync("Mei Tanaka", "mei-tanaka");
        var page = visitor.Page;
        var refused = page.GetByText("You need the Admin role to manage machine tokens");
        var before = await RefusalsAsync();

        await visitor.OpenAsync("/admin/tokens");
        await Expect(refused).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sandbox", Exact = true })).ToHaveCountAsync(0);
        await visitor.MarkAsync();
        await page.EvaluateAsync("() => Blazor.navigateTo('/activity')");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Activity");
        (await RefusalsAsync()).ShouldBe(before + 1, "it was drawn twice, on the server and in its circuit");

        await page.EvaluateAsync("() => Blazor.navigateTo('/admin/tokens')");
        await Expect(refused).ToBeVisibleAsync();

        await visitor.ShouldNotHaveReloadedAsync();
        await EventuallyAsync(async () => await RefusalsAsync() == before + 2);
    }

    [Fact]
    public async Task A_deployer_deploys_to_production()
    {
        await using var visitor = await SignInAsync("Priya Menon", "priya-menon");
        await visitor.OpenAsync("/applications/frontend?deploy=production");
        var sheet = visitor.Page.GetByRole(AriaRole.Dialog);

        await sheet.GetByLabel("Version").First.FillAsync("v791");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v791 to production" }).ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("v791");
        await Expect(visitor.Page.GetByText("priya-menon").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Somebody_of_no_team_reads_whom_to_ask_and_goes_on_as_the_sandboxs_admin()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await ToGitHubAsync(visitor);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Sam() }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not in a team that has a role in Release");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ask a member of example/release-admins");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue as sandbox admin" }).ClickAsync();
        await Expect(page.Locator(".role-name")).ToHaveTextAsync("Admin");
    }

    private async Task<int> RefusalsAsync()
    {
        var events = await fixture.App.Services.GetRequiredService<EventQueries>().LatestAsync(null, 1000, null, TestContext.Current.CancellationToken);
        return events.Count(told => told.Type is EventType.AccessRefused && told.Actor == "mei-tanaka" && told.Summary.Contains("machine tokens", StringComparison.Ordinal));
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task<Visitor> SignInAsync(string name, string login)
    {
        var visitor = await fixture.VisitAsync();
        await ToGitHubAsync(visitor);
        await visitor.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{name}", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(visitor.Page.Locator(".role-name")).ToHaveTextAsync(login);
        return visitor;
    }

    private static async Task ToGitHubAsync(Visitor visitor)
    {
        await visitor.OpenAsync("/applications");
        await visitor.Page.Locator("summary").Filter(new() { HasText = "Admin" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with GitHub" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to Release" })).ToBeVisibleAsync();
    }

    [GeneratedRegex("^Production")]
    private static partial Regex Production();

    [GeneratedRegex("^Sam Outerbridge")]
    private static partial Regex Sam();
}
