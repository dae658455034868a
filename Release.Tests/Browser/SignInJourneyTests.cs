using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Release.Core.Access;
using Release.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>Being what one's teams at GitHub make one, while they change; see also <see cref="SandboxSignInJourneyTests"/>. In the collection, so that browsers do not crowd the machine.</summary>
[Collection(BrowserTests.Name)]
public sealed class SignInJourneyTests : IAsyncLifetime
{
    private FakeGitHubSite _github = null!;
    private BrowserFixture _fixture = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _github = await FakeGitHubSite.StartAsync();
        _github.Teams.Join("ann-example", "example/developers").Join("bea-example", "example/developers").Join("bea-example", "example/production-deploy");
        _fixture = new BrowserFixture(
            builder => builder.Services.AddSingleton<ITeamMemberships>(_github.Teams), ["Release:Sandbox:RolloutSeconds=0", .. _github.Settings, "Release:Authentication:Remembered=00:00:00"]);
        await _fixture.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _fixture.DisposeAsync();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_leaves_the_team_while_a_page_is_open_is_refused_at_the_click()
    {
        await using var visitor = await SignInAsync(8, "bea-example");
        var page = visitor.Page;
        await visitor.OpenAsync("/applications/content-store?deploy=production");
        var sheet = page.GetByRole(AriaRole.Dialog);
        await sheet.GetByLabel("Version").First.FillAsync("v780");
        await Expect(sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v780 to production" })).ToBeEnabledAsync();

        // Release does not know yet: it is GitHub that is asked at the click.
        _github.Teams.Leave("bea-example", "example/production-deploy");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v780 to production" }).ClickAsync();

        await Expect(sheet.GetByRole(AriaRole.Alert).Filter(new() { HasText = "You need the Deployer role to deploy to production; yours is Developer" })).ToBeVisibleAsync();
        (await _fixture.App.WaitForEventAsync(entry => (string?)entry["type"] == "access.refused"))["actor"]!.ToString().ShouldBe("bea-example");
        (await _fixture.App.WaitForEventAsync(entry => (string?)entry["type"] == "role.changed"))["summary"]!.ToString().ShouldContain("is developer now");
    }

    [Fact]
    public async Task With_GitHub_away_a_deployer_still_deploys_and_the_log_says_on_what_ground()
    {
        await using var visitor = await SignInAsync(8, "bea-example");
        _github.Teams.Away = "GitHub did not answer.";
        await visitor.OpenAsync("/applications/content-store?deploy=production");
        var sheet = visitor.Page.GetByRole(AriaRole.Dialog);

        await sheet.GetByLabel("Version").First.FillAsync("v781");
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Deploy v781 to production" }).ClickAsync();

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("v781");
        (await _fixture.App.WaitForEventAsync(entry => (string?)entry["type"] == "access.unconfirmed"))["summary"]!.ToString().ShouldContain("GitHub did not answer.");
    }

    [Fact]
    public async Task Signing_out_everywhere_leads_an_open_page_elsewhere_to_the_sign_in_page()
    {
        await using var here = await SignInAsync(7, "ann-example");
        await using var there = await SignInAsync(7, "ann-example");
        await there.OpenAsync("/activity");
        await here.OpenAsync("/applications");

        await here.Page.Locator("summary").Filter(new() { HasText = "ann-example" }).ClickAsync();
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere" }).ClickAsync();

        await Expect(here.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Expect(there.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        there.Page.Url.ShouldEndWith("/sign-in?returnUrl=%2Factivity");
    }

    [Fact]
    public async Task A_role_that_changes_shows_in_an_open_page()
    {
        await using var visitor = await SignInAsync(7, "ann-example");
        await visitor.OpenAsync("/admin/tokens");
        await visitor.MarkAsync();
        await Expect(visitor.Page.GetByText("Making tokens is for admins")).ToBeVisibleAsync();

        await _fixture.App.Services.GetRequiredService<IPeople>().ChangeAsync(7, null, person => { person.Grant(Role.Admin, [], person.CheckedAt); return []; }, Cancel);

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Make a token" })).ToBeVisibleAsync();
        await visitor.ShouldNotHaveReloadedAsync();
    }

    /// <summary>As somebody does it: out of the sandbox's own role, to the sign-in page, to GitHub and back.</summary>
    private async Task<Visitor> SignInAsync(long id, string login)
    {
        _github.Account = (id, login);
        var visitor = await _fixture.VisitAsync();
        await visitor.OpenAsync("/applications");
        await visitor.Page.Locator("summary").Filter(new() { HasText = "Admin" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with GitHub" }).ClickAsync();
        await Expect(visitor.Page.Locator(".role-name")).ToHaveTextAsync(login);
        return visitor;
    }
}
