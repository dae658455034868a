using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>Taking a cluster away on the sandbox's page, and what the board says then.</summary>
[Collection(BrowserTests.Name)]
public sealed class ClusterAwayJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_cluster_is_taken_away_and_brought_back_by_clicking()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/sandbox");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take production's cluster away" }).ClickAsync();
        try
        {
            await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Take a cluster away" })).ToContainTextAsync("connections are refused");
            await visitor.OpenAsync("/applications");
            await Expect(visitor.Cell("Content Store", "production")).ToContainTextAsync("stale since", new() { Timeout = 15_000 });
            await Expect(visitor.Cell("Content Store", "staging")).Not.ToContainTextAsync("stale since", new() { Timeout = 15_000 });
            await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Production" })).ToContainTextAsync("Couldn't get data from production's cluster");
        }
        finally
        {
            await visitor.OpenAsync("/sandbox");
            await page.GetByRole(AriaRole.Button, new() { Name = "Bring production's cluster back" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Take production's cluster away" })).ToBeVisibleAsync();
        }

        await visitor.OpenAsync("/applications");
        await Expect(visitor.Cell("Content Store", "production")).Not.ToContainTextAsync("stale since", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task The_menu_has_the_rest_and_closes_behind_one()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/sandbox");
        var part = page.GetByRole(AriaRole.Region, new() { Name = "Take a cluster away" });
        var more = part.Locator("summary[aria-label=\"More for integration's cluster\"]");

        await more.ClickAsync();
        await part.GetByRole(AriaRole.Button, new() { Name = "Drop its watches" }).ClickAsync();
        await Expect(part.GetByRole(AriaRole.Button, new() { Name = "Drop its watches" }).First).ToBeHiddenAsync();
        await Expect(more).ToBeFocusedAsync();

        await more.ClickAsync();
        await part.GetByRole(AriaRole.Button, new() { Name = "Answer slowly" }).ClickAsync();
        await Expect(part).ToContainTextAsync("Answers after 2 s");
        await more.ClickAsync();
        await part.GetByRole(AriaRole.Button, new() { Name = "Answer at once" }).ClickAsync();
        await Expect(part).Not.ToContainTextAsync("Answers after 2 s");
    }
}
