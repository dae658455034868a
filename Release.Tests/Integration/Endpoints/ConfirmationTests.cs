using System.Net;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Before a deployment that needs a deployer GitHub is asked again; and what counts when it does not answer.</summary>
public sealed class ConfirmationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_joined_the_team_a_minute_ago_may_and_whoever_left_it_may_not()
    {
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/developers");
        await using var app = await ReleaseApp.StartAsync(github, "Release:Authentication:Remembered=00:00:00");
        using var browser = app.NewBrowser();
        using var back = await app.SignInAsync(browser);

        (await DeployAsync(app, browser, "production")).ShouldBe(HttpStatusCode.Forbidden);
        github.Teams.Join("ann-example", "example/production-deploy");
        (await DeployAsync(app, browser, "production")).ShouldBe(HttpStatusCode.Accepted);
        github.Teams.Leave("ann-example", "example/production-deploy");
        (await DeployAsync(app, browser, "staging")).ShouldBe(HttpStatusCode.Forbidden);
        (await DeployAsync(app, browser, "integration")).ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task With_GitHub_away_the_last_answer_counts_and_the_log_says_so()
    {
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/production-deploy");
        await using var app = await ReleaseApp.StartAsync(github, "Release:Authentication:Remembered=00:00:00");
        using var browser = app.NewBrowser();
        using var back = await app.SignInAsync(browser);
        github.Teams.Away = "GitHub did not answer.";

        (await DeployAsync(app, browser, "production")).ShouldBe(HttpStatusCode.Accepted);

        var told = await app.WaitForEventAsync(entry => (string?)entry["type"] == "access.unconfirmed");
        told["summary"]!.ToString().ShouldContain("GitHub did not answer.");
        (told["environment"]!.ToString(), told["actor"]!.ToString()).ShouldBe(("production", "ann-example"));
    }

    [Fact]
    public async Task Beyond_the_grace_the_refusal_says_why_and_the_rest_goes_on()
    {
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/production-deploy");
        await using var app = await ReleaseApp.StartAsync(github, "Release:Authentication:Remembered=00:00:00", "Release:Authentication:Grace=00:00:00");
        using var browser = app.NewBrowser();
        using var back = await app.SignInAsync(browser);
        github.Teams.Away = "GitHub did not answer.";

        using var refused = await app.PostTextAsync("/api/deployments", Body("production"), browser);

        (await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden))["detail"]!.ToString().ShouldContain("is too old. Try again when GitHub is back. GitHub did not answer.");
        (await DeployAsync(app, browser, "integration")).ShouldBe(HttpStatusCode.Accepted);
        using var machine = await app.RequestUpdateAsync("production", "publisher", "v1367", "false");
        machine.StatusCode.ShouldBe(HttpStatusCode.OK, "machines are nobody's members");
    }

    [Fact]
    public async Task Whoever_leaves_every_team_is_signed_out_by_the_schedule()
    {
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/developers");
        await using var app = await ReleaseApp.StartAsync(github, "Release:Authentication:RecheckEvery=00:00:01");
        using var browser = app.NewBrowser();
        using var back = await app.SignInAsync(browser);

        github.Teams.Leave("ann-example", "example/developers");
        await app.WaitForEventAsync(entry => (string?)entry["type"] == "role.changed");

        using var api = await browser.GetAsync("/api/applications", Cancel);
        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Body(string environment) => $$"""{"application":"publisher","environment":"{{environment}}","version":"v1366"}""";

    private static async Task<HttpStatusCode> DeployAsync(ReleaseApp app, HttpClient browser, string environment)
    {
        using var response = await app.PostTextAsync("/api/deployments", Body(environment), browser);
        return response.StatusCode;
    }
}
