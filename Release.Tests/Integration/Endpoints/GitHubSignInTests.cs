using System.Net;
using Microsoft.AspNetCore.Http;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class GitHubSignInTests : IAsyncLifetime
{
    private const int FailuresPerMinute = 5;
    private FakeGitHubSite _github = null!;
    private ReleaseApp _app = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _github = await FakeGitHubSite.StartAsync();
        _github.Teams.Join("ann-example", "example/developers");
        _app = await ReleaseApp.StartAsync(_github, $"Release:Authentication:FailuresPerMinute={FailuresPerMinute}");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _github.DisposeAsync();
    }

    [Fact]
    public async Task A_member_comes_back_signed_in_to_the_page_that_was_asked_for()
    {
        using var browser = _app.NewBrowser();

        using var back = await _app.SignInAsync(browser, "/activity?application=publisher");
        using var page = await browser.GetAsync(back.Headers.Location, Cancel);
        using var production = await _app.PostTextAsync("/api/deployments", """{"application":"publisher","environment":"production","version":"v1"}""", browser);

        back.Headers.Location!.OriginalString.ShouldBe("/activity?application=publisher");
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("ann-example");
        (await production.ShouldBeProblemAsync(HttpStatusCode.Forbidden))["detail"]!.ToString().ShouldContain("Ask a member of example/production-deploy or example/release-admins");
        _github.LastScope.ShouldBe("read:user");
        _github.UserReads.ShouldBe(1);
        (await _app.WaitForEventAsync(entry => (string?)entry["type"] == "session.began"))["summary"]!.ToString().ShouldBe("ann-example signed in as developer");
    }

    [Fact]
    public async Task Neither_the_persons_token_nor_the_secret_reaches_the_browser_or_the_disk()
    {
        using var browser = _app.NewBrowser();

        using var back = await _app.SignInAsync(browser);

        string.Join('\n', back.Headers.SelectMany(header => header.Value)).ShouldNotContain(FakeGitHubSite.UserToken);
        // Files may be open for writing: what is there is read as it is. The owner's lock lets nobody read it, and is empty.
        foreach (var file in Directory.EnumerateFiles(_app.DataDirectory, "release.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
            var text = await reader.ReadToEndAsync(Cancel);
            text.ShouldNotContain(FakeGitHubSite.UserToken);
            text.ShouldNotContain(FakeGitHubSite.ClientSecret);
        }
    }

    [Fact]
    public async Task Whoever_says_no_at_GitHub_reads_so_on_the_sign_in_page()
    {
        _github.SaysNo = true;

        (await EndsAsync()).ShouldContain("You denied Release access");
    }

    [Fact]
    public async Task Whoever_is_in_no_team_reads_whom_to_ask()
    {
        _github.Account = (8, "somebody");

        var page = await EndsAsync();

        page.ShouldContain("not in a team that has a role in Release");
        page.ShouldContain("Ask a member of example/release-admins");
        (await _app.WaitForEventAsync(entry => (string?)entry["type"] == "session.refused"))["actor"]!.ToString().ShouldBe("somebody");
    }

    [Fact]
    public async Task GitHub_away_at_the_way_back_is_said_in_words()
    {
        _github.Teams.Away = "GitHub did not answer.";
        (await EndsAsync()).ShouldContain("GitHub did not answer");
    }

    [Theory]
    [InlineData(502, "text/html", "<html>The server is in a bad state. Correlation 4711.</html>")]
    [InlineData(200, "text/html", "<html>Back soon</html>")]
    [InlineData(503, "text/plain", "")]
    [InlineData(500, "application/json", """{"message":"a bad state"}""")]
    public async Task Trouble_of_GitHubs_is_not_the_persons_fault(int status, string type, string body)
    {
        _github.TokenAnswer = Results.Content(body, type, null, status);
        for (var attempt = 0; attempt < 2 * FailuresPerMinute; attempt++)
        {
            (await EndsAsync()).ShouldContain("GitHub did not answer");
        }

        _github.TokenAnswer = null;
        using var browser = _app.NewBrowser();
        using var back = await _app.SignInAsync(browser);
        back.Headers.Location!.OriginalString.ShouldBe("/applications", "none of this counted against the address");
    }

    [Fact]
    public async Task A_code_that_GitHub_refuses_counts_as_a_failure()
    {
        _github.TokenAnswer = Results.Json(new { error = "bad_verification_code", error_description = "The code passed is incorrect, or of another state." });
        for (var attempt = 0; attempt < FailuresPerMinute; attempt++)
        {
            (await EndsAsync()).ShouldContain("The sign-in with GitHub failed");
        }

        using var browser = _app.NewBrowser();
        using var refused = await browser.GetAsync("/sign-in/github", Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_way_back_that_does_not_belong_to_this_browser_is_refused()
    {
        using var attacker = _app.NewBrowser();
        using var start = await attacker.GetAsync("/sign-in/github", Cancel);
        using var agreed = await attacker.GetAsync(start.Headers.Location, Cancel);
        using var victim = _app.NewBrowser();

        // Login CSRF: the victim is made to finish the attacker's sign-in.
        using var answer = await victim.GetAsync(agreed.Headers.Location, Cancel);

        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=Expired");
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldNotContain(cookie => cookie.StartsWith("release-session=", StringComparison.Ordinal) && cookie.Length > 60);
    }

    [Theory]
    [InlineData("/sign-in/callback")]
    [InlineData("/sign-in/callback?code=1&state=forged")]
    [InlineData("/sign-in/callback?error=access_denied&state=forged")]
    [InlineData("/sign-in/callback?error=%3Cscript%3E&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state=x")]
    public async Task A_forged_way_back_ends_on_the_sign_in_page(string address)
    {
        using var browser = _app.NewBrowser();

        using var answer = await browser.GetAsync(address, Cancel);
        using var page = await browser.GetAsync(answer.Headers.Location, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Found);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("<script>alert");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("/a\\..\\\\elsewhere.example")]
    [InlineData("/\t/elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task One_is_never_sent_elsewhere_afterwards(string returnUrl)
    {
        using var browser = _app.NewBrowser();

        using var back = await _app.SignInAsync(browser, returnUrl);

        back.Headers.Location!.OriginalString.ShouldBe("/applications");
    }

    [Fact]
    public async Task A_session_is_a_new_one_at_each_sign_in()
    {
        using var browser = _app.NewBrowser();
        using var before = await browser.GetAsync("/applications", Cancel);
        var planted = SessionOf(before);

        using var back = await _app.SignInAsync(browser);

        SessionOf(back).ShouldNotBe(planted);
        using var old = _app.NewBrowser();
        old.DefaultRequestHeaders.Add("Cookie", planted);
        using var stillSandbox = await old.GetAsync("/api/tokens", Cancel);
        stillSandbox.StatusCode.ShouldBe(HttpStatusCode.OK, "what was planted before is not the new person's session");
    }

    [Fact]
    public async Task A_developer_does_not_become_admin_by_the_sandboxs_form()
    {
        using var browser = _app.NewBrowser();
        using var back = await _app.SignInAsync(browser);

        using var answer = await ReleaseApp.SubmitAsync(browser, "/applications", "/sandbox/role", ("role", "admin"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var tokens = await browser.GetAsync("/api/tokens", Cancel);
        tokens.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string SessionOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie")
        .Single(cookie => cookie.StartsWith("release-session=", StringComparison.Ordinal)).Split(';')[0];

    /// <summary>Goes to GitHub and back, and reads the page where that ends.</summary>
    private async Task<string> EndsAsync()
    {
        using var browser = _app.NewBrowser();
        using var back = await _app.SignInAsync(browser);
        back.Headers.Location!.OriginalString.ShouldStartWith("/sign-in?problem=");
        using var page = await browser.GetAsync(back.Headers.Location, Cancel);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        return WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel));
    }
}
