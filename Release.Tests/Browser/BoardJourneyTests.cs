using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>What people do on the board.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class BoardJourneyTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Somebody_deploys_by_clicking_and_sees_it_arrive_without_reloading()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/applications");
        await visitor.MarkAsync();
        var cell = visitor.Cell("Content Store", "integration");

        await cell.HoverAsync();
        await cell.GetByRole(AriaRole.Link, new() { Name = "Deploy Content Store to integration" }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("Version").First.FillAsync("v777");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v777 to integration" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("v777");
        await page.GetByRole(AriaRole.Link, new() { Name = "Applications" }).First.ClickAsync();

        await Expect(cell.Locator(".line")).ToContainTextAsync("v777");
        await Expect(cell.Locator(".line")).ToBeHiddenAsync();
        await Expect(cell.Locator(".ver")).ToHaveTextAsync("v777");
        await visitor.ShouldNotHaveReloadedAsync();
    }

    [Fact]
    public async Task The_filter_and_the_facets_work_by_keyboard_and_stand_in_the_address()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenForKeyboardAsync("/applications");

        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Find applications" })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("support");
        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(1);
        await Expect(visitor.Row("Support API")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(Filtered());

        await page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Row("Support API").GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link)).ToBeFocusedAsync();

        await page.Locator("[data-facet=frozen]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No application matches" })).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(FilteredAndFrozen());

        // Other journeys share the product and may freeze an application of theirs; Content Store is nobody's.
        await page.GotoAsync("/applications?show=frozen");
        await Expect(visitor.Row("Content Store")).ToHaveCountAsync(0);
        await Expect(visitor.Row("Smart Answers")).ToContainTextAsync("Automatic deployments disabled");
    }

    [Fact]
    public async Task The_skip_link_shows_itself_and_leads_past_the_navigation()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.OpenForKeyboardAsync("/applications");
        var skip = visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" });
        await Expect(skip).Not.ToBeInViewportAsync();

        await skip.FocusAsync();
        await Expect(skip).ToBeInViewportAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");

        await Expect(visitor.Page.Locator("#content")).ToBeFocusedAsync();
    }

    [GeneratedRegex(@"\?q=support$")]
    private static partial Regex Filtered();

    [GeneratedRegex(@"\?q=support&show=frozen$")]
    private static partial Regex FilteredAndFrozen();
}
