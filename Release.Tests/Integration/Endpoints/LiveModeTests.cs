using System.Net;
using Release.Core.Access;
using Release.Tests.Integration.Sandbox;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Where the outside is real, nobody is anybody before they have signed in.</summary>
public sealed class LiveModeTests : IAsyncLifetime
{
    private SandboxUnderTest _outside = null!;
    private FakeGitHubSite _github = null!;
    private ReleaseApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _outside = await SandboxUnderTest.StartAsync(options => options with { Environments = ["integration", "staging", "production"] });
        _github = await FakeGitHubSite.StartAsync();
        _github.Teams.Join("ann-example", "example/release-admins");
        _app = await ReleaseApp.StartAsync(
            _github, "Release:Mode=Live", $"Release:ConfigRepository:Url={_outside.World.ConfigRepositoryPath}",
            $"Release:Clusters:Kubeconfig={_outside.World.KubeconfigPath}", "Release:GitHub:Token=a-token");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _github.DisposeAsync();
        await _outside.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_is_led_to_the_sign_in_page_and_a_program_gets_401()
    {
        using var browser = _app.NewBrowser();

        using var page = await browser.GetAsync("/deployments/11111111-2222-3333-4444-555555555555?a=b", Cancel);
        using var unknown = await browser.GetAsync("/nothing-here", Cancel);
        using var api = await browser.GetAsync("/api/applications", Cancel);
        using var token = await _app.Machine.GetAsync("/api/applications", Cancel);
        using var circuit = await browser.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancel);
        using var role = await browser.PostAsync("/sandbox/role", null, Cancel);

        page.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.Headers.Location!.OriginalString.ShouldEndWith("/sign-in?returnUrl=%2Fdeployments%2F11111111-2222-3333-4444-555555555555%3Fa%3Db");
        unknown.StatusCode.ShouldBe(HttpStatusCode.Found);
        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        token.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, "the sandbox's token is none here");
        circuit.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        role.IsSuccessStatusCode.ShouldBeFalse("the sandbox's roles are not there");
    }

    [Fact]
    public async Task The_sign_in_page_offers_GitHub_and_nothing_of_the_sandbox()
    {
        using var browser = _app.NewBrowser();

        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel);

        page.ShouldContain("Sign in with GitHub");
        page.ShouldNotContain("sandbox", Case.Insensitive);
    }

    [Fact]
    public async Task An_admin_signs_in_and_works()
    {
        using var browser = _app.NewBrowser();

        using var back = await _app.SignInAsync(browser);
        using var page = await browser.GetAsync("/admin/tokens", Cancel);
        using var made = await _app.PostTextAsync("/api/tokens", """{"name":"ci","scopes":["read"]}""", browser);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("ann-example");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_session_of_the_sandbox_is_nobody_here()
    {
        using var browser = _app.WithSession(Actor.Person("sandbox admin", Role.Admin), TimeProvider.System.GetUtcNow());

        using var api = await browser.GetAsync("/api/applications", Cancel);

        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
