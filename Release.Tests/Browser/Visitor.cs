using Microsoft.Playwright;
using Release.Core.Access;

namespace Release.Tests.Browser;

/// <summary>Somebody in front of a browser, in words of what they do.</summary>
internal sealed class Visitor(IBrowserContext context, IPage page) : IAsyncDisposable
{
    public IPage Page => page;

    /// <summary>Opens an address and waits until the page is live, so that clicks and keys are answered.</summary>
    public async Task OpenAsync(string path)
    {
        await page.GotoAsync(path);
        await Assertions.Expect(page.Locator("main[data-interactive]")).ToBeVisibleAsync();
    }

    /// <summary>
    /// Opens an address and waits until the heading has the focus, as it gets after every navigation: for those who go on
    /// by keyboard, whose focus that would otherwise take away.
    /// </summary>
    public async Task OpenForKeyboardAsync(string path)
    {
        await OpenAsync(path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    /// <summary>Marks the document; the mark is gone after a reload.</summary>
    public Task MarkAsync() => page.EvaluateAsync("() => { window.theSameDocument = true; }");

    public async Task ShouldNotHaveReloadedAsync() =>
        (await page.EvaluateAsync<bool>("() => window.theSameDocument === true")).ShouldBeTrue("the page was loaded again");

    public ILocator Row(string displayName) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link, new() { Name = displayName, Exact = true }) });

    public ILocator Cell(string displayName, string environment) => Row(displayName).Locator($"[data-cell='{environment}']");

    /// <summary>By the menu at the top right.</summary>
    public async Task BecomeAsync(Role role)
    {
        await page.Locator("summary").Filter(new() { HasText = "Admin" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = role.ToString() }).ClickAsync();
        await Assertions.Expect(page.Locator(".role-name")).ToHaveTextAsync(role.ToString());
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}
