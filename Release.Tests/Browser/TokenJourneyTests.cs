using Microsoft.Playwright;
using Release.Core.Access;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>Machine tokens as an admin handles them.</summary>
[Collection(BrowserTests.Name)]
public sealed class TokenJourneyTests(BrowserFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_makes_uses_rotates_and_revokes_a_token()
    {
        await using var visitor = await fixture.VisitAsync();
        var page = visitor.Page;
        await visitor.OpenAsync("/applications");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tokens" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        await Expect(page.GetByText("Give it a name")).ToBeVisibleAsync();
        await page.GetByLabel("Name").FillAsync("journey");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "read" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        var first = await page.Locator("[data-secret]").InnerTextAsync();
        (await StatusAsync(first)).ShouldBe(200);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copy the token" })).ToBeVisibleAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "journey" });
        await Expect(row).ToContainTextAsync("read, notify");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate journey" }).ClickAsync();
        await page.GetByLabel("The old secret works for").SelectOptionAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rotate the token" }).ClickAsync();
        await Expect(page.Locator("[data-secret]")).Not.ToHaveTextAsync(first);
        var second = await page.Locator("[data-secret]").InnerTextAsync();
        (await StatusAsync(first)).ShouldBe(401);
        (await StatusAsync(second)).ShouldBe(200);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke journey" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke the token" }).ClickAsync();
        await Expect(row).ToContainTextAsync("revoked");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke journey" })).ToHaveCountAsync(0);
        (await StatusAsync(second)).ShouldBe(401);

        await page.ReloadAsync();
        await Expect(row).ToContainTextAsync("revoked");
        (await page.ContentAsync()).ShouldNotContain(second, Case.Sensitive, "it is shown once");
    }

    [Fact]
    public async Task Who_is_no_admin_is_offered_nothing_and_told_why()
    {
        await using var visitor = await fixture.VisitAsync();
        await visitor.OpenAsync("/admin/tokens");

        await visitor.BecomeAsync(Role.Deployer);

        await Expect(visitor.Page.GetByText("You need the Admin role to manage machine tokens")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Tokens" })).ToHaveCountAsync(0);
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Make the token" })).ToHaveCountAsync(0);
    }

    private async Task<int> StatusAsync(string token)
    {
        using var client = fixture.App.WithToken(token);
        using var response = await client.GetAsync("/api/applications", Cancel);
        return (int)response.StatusCode;
    }
}
