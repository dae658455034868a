using System.Net;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class FailureLimitTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_failures_count_and_who_was_right_before_is_not_turned_away()
    {
        await using var app = await ReleaseApp.StartAsync("Release:Authentication:FailuresPerMinute=5");
        for (var call = 0; call < 200; call++)
        {
            (await StatusAsync(app.Machine)).ShouldBe(HttpStatusCode.OK, "a burst of right calls is no failure");
        }

        using var guesser = app.WithToken("rel_guess");
        for (var guess = 0; guess < 5; guess++)
        {
            (await StatusAsync(guesser)).ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var turnedAway = await guesser.GetAsync("/api/applications", Cancel);

        await turnedAway.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests);
        turnedAway.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeGreaterThan(0);
        (await StatusAsync(app.Machine)).ShouldBe(HttpStatusCode.OK, "the same address, a token known to be right");
        using var browser = app.NewBrowser();
        using var page = await browser.GetAsync("/applications", Cancel);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Failed_sign_ins_count_too_and_the_page_says_so()
    {
        await using var github = await FakeGitHubSite.StartAsync();
        await using var app = await ReleaseApp.StartAsync(github, "Release:Authentication:FailuresPerMinute=3");
        using var browser = app.NewBrowser();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var forged = await browser.GetAsync("/sign-in/callback?code=1&state=forged", Cancel);
            forged.StatusCode.ShouldBe(HttpStatusCode.Found);
        }

        using var turnedAway = await browser.GetAsync("/sign-in/callback?code=1&state=forged", Cancel);
        using var page = await browser.GetAsync("/sign-in", Cancel);

        turnedAway.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        turnedAway.Headers.RetryAfter.ShouldNotBeNull();
        (await turnedAway.Content.ReadAsStringAsync(Cancel)).ShouldContain("Too many sign-ins");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/api/applications", Cancel);
        return response.StatusCode;
    }
}
