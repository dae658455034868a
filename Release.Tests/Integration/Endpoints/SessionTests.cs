using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>What a session is worth: across replicas and restarts, after sign-out, after a role is lost.</summary>
public sealed class SessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_is_good_on_another_replica_and_sign_out_everywhere_ends_it_on_both()
    {
        var database = await ReleaseApp.ServerDatabaseAsync();
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/developers");
        await using var first = await ReleaseApp.StartAsync(github, database);
        await using var second = await ReleaseApp.StartAsync(github, database);
        using var browser = first.NewBrowser();
        using var back = await first.SignInAsync(browser);

        using var elsewhere = second.NewBrowser();
        elsewhere.DefaultRequestHeaders.Add("Cookie", CookieOf(back));
        (await StatusAsync(elsewhere)).ShouldBe(HttpStatusCode.OK);

        using var signedOut = await ReleaseApp.SubmitAsync(browser, "/applications", "/sign-out/everywhere");
        signedOut.Headers.Location!.OriginalString.ShouldBe("/sign-in");

        (await StatusAsync(browser)).ShouldBe(HttpStatusCode.Unauthorized);
        await EventuallyAsync(async () => await StatusAsync(elsewhere) == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_session_survives_a_restart_on_another_data_directory()
    {
        using var shared = new TemporaryDirectory();
        var database = $"ConnectionStrings:Release=Data Source={Path.Combine(shared.Path, "release.db")}";
        await using var github = await FakeGitHubSite.StartAsync();
        github.Teams.Join("ann-example", "example/developers");
        string cookie;
        await using (var before = await ReleaseApp.StartAsync(github, database))
        {
            using var browser = before.NewBrowser();
            using var back = await before.SignInAsync(browser);
            cookie = CookieOf(back);
        }

        await using var after = await ReleaseApp.StartAsync(github, database);
        using var again = after.NewBrowser();
        again.DefaultRequestHeaders.Add("Cookie", cookie);

        (await StatusAsync(again)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_role_that_is_lost_counts_within_seconds_without_a_new_sign_in()
    {
        await using var app = await ReleaseApp.StartAsync();
        using var browser = await app.PersonAsync(21, Role.Admin);
        (await StatusAsync(browser, "/api/tokens")).ShouldBe(HttpStatusCode.OK);

        await app.Services.GetRequiredService<IPeople>().ChangeAsync(21, null, person => { person.Grant(Role.Viewer, [], person.CheckedAt); return []; }, Cancel);
        (await StatusAsync(browser, "/api/tokens")).ShouldBe(HttpStatusCode.Forbidden);

        await app.Services.GetRequiredService<IPeople>().ChangeAsync(21, null, person => { person.Grant(null, [], person.CheckedAt); return []; }, Cancel);
        (await StatusAsync(browser)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_the_sandbox_makes_nobody_admin_by_itself()
    {
        await using var app = await ReleaseApp.StartAsync();
        using var browser = app.NewBrowser();

        using var signedOut = await ReleaseApp.SubmitAsync(browser, "/applications", "/sign-out");
        using var page = await browser.GetAsync("/applications?q=a", Cancel);
        using var back = await ReleaseApp.SubmitAsync(browser, "/sign-in", "/sign-in/sandbox", ("returnUrl", "/activity"));
        using var again = await browser.GetAsync("/applications", Cancel);

        signedOut.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.StatusCode.ShouldBe(HttpStatusCode.Found);
        page.Headers.Location!.OriginalString.ShouldEndWith("/sign-in?returnUrl=%2Fapplications%3Fq%3Da");
        back.Headers.Location!.OriginalString.ShouldBe("/activity");
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.WaitForEventAsync(entry => (string?)entry["type"] == "session.ended"))["actor"]!.ToString().ShouldBe("sandbox admin");
    }

    [Theory]
    [InlineData("/sign-out")]
    [InlineData("/sign-out/everywhere")]
    public async Task Nobody_else_signs_one_out(string action)
    {
        await using var app = await ReleaseApp.StartAsync();
        using var browser = await app.PersonAsync(22, Role.Developer);
        using var nothing = new FormUrlEncodedContent([]);

        using var withoutToken = await browser.PostAsync(action, nothing, Cancel);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var crossSite = await browser.PostAsync(action, nothing, Cancel);
        using var byLink = await browser.GetAsync(action, Cancel);

        withoutToken.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        crossSite.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        byLink.StatusCode.ShouldNotBe(HttpStatusCode.Found);
        (await StatusAsync(browser)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_forged_or_foreign_cookie_is_nobody()
    {
        await using var app = await ReleaseApp.StartAsync();
        await using var other = await ReleaseApp.StartAsync();
        using var signer = await app.PersonAsync(23, Role.Admin);
        var cookie = signer.DefaultRequestHeaders.GetValues("Cookie").Single();
        await other.PersonAsync(23, Role.Admin);

        foreach (var forged in (string[])[cookie[..^5] + "AAAAA", "release-session=", "release-session=CfDJ8" + new string('A', 200), "release-session=" + new string('x', 4000)])
        {
            using var browser = app.NewBrowser();
            browser.DefaultRequestHeaders.Add("Cookie", forged);
            (await StatusAsync(browser)).ShouldBe(HttpStatusCode.Unauthorized, forged[..Math.Min(60, forged.Length)]);
        }

        using var elsewhere = other.NewBrowser();
        elsewhere.DefaultRequestHeaders.Add("Cookie", cookie);
        (await StatusAsync(elsewhere)).ShouldBe(HttpStatusCode.Unauthorized, "another Release has other keys");
        (await StatusAsync(signer)).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cookie_says_who_one_is_and_not_what_one_may()
    {
        await using var app = await ReleaseApp.StartAsync();
        using var viewer = await app.PersonAsync(24, Role.Viewer);
        var now = TimeProvider.System.GetUtcNow();

        using var boasting = app.WithSession(Actor.Person("person-24", Role.Admin) with { Session = new PersonSession(24, now) }, now);
        using var unknown = app.WithSession(Actor.Person("person-25", Role.Admin) with { Session = new PersonSession(25, now) }, now);

        (await StatusAsync(boasting, "/api/tokens")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(unknown)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string CookieOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie")
        .Single(cookie => cookie.StartsWith("release-session=", StringComparison.Ordinal)).Split(';')[0];

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string path = "/api/applications")
    {
        using var response = await browser.GetAsync(path, Cancel);
        return response.StatusCode;
    }

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await condition())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }
}
