using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>What somebody sees while the page has lost its connection, which is cut between browser and product.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class ConnectionJourneyTests(BrowserFixture fixture)
{
    private const string Negotiation = "**/_blazor/**";

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task A_lost_connection_is_told_and_the_page_goes_on_when_it_is_back(ColorScheme scheme, int width)
    {
        await using var visitor = await fixture.VisitAsync(scheme, width);
        var cut = await OpenCuttableAsync(visitor, "/applications");
        await visitor.MarkAsync();

        await cut();

        var dialog = visitor.Page.GetByRole(AriaRole.Alertdialog, new() { NameRegex = LostSince() });
        await Expect(dialog).ToContainTextAsync("This page may show old data.");
        var tryNow = dialog.GetByRole(AriaRole.Button, new() { Name = "Try now" });
        await Expect(tryNow).ToBeVisibleAsync();
        (await visitor.Page.EvaluateAsync<bool>("() => document.activeElement.closest('[role=alertdialog]') !== null")).ShouldBeTrue("the focus is inside");
        (await visitor.Page.RunAxe()).Violations.Select(violation => $"{violation.Id}: {violation.Help}").ShouldBeEmpty();

        await visitor.Page.UnrouteAsync(Negotiation);
        await tryNow.ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("html")).ToHaveAttributeAsync("data-connection", "live");
        await visitor.ShouldNotHaveReloadedAsync();
    }

    [Fact]
    public async Task One_may_go_on_reading_while_the_connection_is_lost()
    {
        await using var visitor = await fixture.VisitAsync();
        var cut = await OpenCuttableAsync(visitor, "/applications");
        await cut();
        var dialog = visitor.Page.GetByRole(AriaRole.Alertdialog, new() { NameRegex = LostSince() });

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator(".live-lost")).ToContainTextAsync("Lost since");
    }

    /// <summary>Opens a page whose connection the answer cuts for good: the open one is closed, and no new one is agreed on.</summary>
    private static async Task<Func<Task>> OpenCuttableAsync(Visitor visitor, string path)
    {
        var opened = new TaskCompletionSource<IWebSocketRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await visitor.Page.RouteWebSocketAsync(Circuit(), socket =>
        {
            socket.ConnectToServer();
            opened.TrySetResult(socket);
        });
        await visitor.OpenAsync(path);
        var socket = await opened.Task.WaitAsync(TestContext.Current.CancellationToken);
        return async () =>
        {
            await visitor.Page.RouteAsync(Negotiation, route => route.AbortAsync());
            // Any code but that of a regular end, after which Blazor would not come back.
            await socket.CloseAsync(new WebSocketRouteCloseOptions { Code = 4000 });
        };
    }

    [GeneratedRegex("^Connection lost since ")]
    private static partial Regex LostSince();

    [GeneratedRegex("/_blazor")]
    private static partial Regex Circuit();
}
