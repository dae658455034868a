using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace Release.Tests.Integration.Sandbox;

/// <summary>Signing in through the sandbox's GitHub, as a browser and a client do it.</summary>
public sealed class OAuthTests
{
    private const string Callback = "http://127.0.0.1:5080/signin-github";

    [Fact]
    public async Task Who_chooses_somebody_comes_back_with_a_code_that_becomes_their_token()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var browser = Browser(sandbox);
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        using var page = await browser.GetAsync(Authorize(sandbox, $"&state=a%26b&scope=read:org+user:email&code_challenge={challenge}&code_challenge_method=S256"), sandbox.Cancelled);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = await page.Content.ReadAsStringAsync(sandbox.Cancelled);
        html.ShouldContain("value=\"mei-tanaka\"");
        html.ShouldContain("name=\"state\" value=\"a&amp;b\"");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self' http://127.0.0.1:5080;");
        using var chosen = await ChooseAsync(sandbox, browser, Fields(html), "mei-tanaka");

        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var back = chosen.Headers.Location!;
        back.GetLeftPart(UriPartial.Path).ShouldBe(Callback);
        var query = HttpUtility.ParseQueryString(back.Query);
        query["state"].ShouldBe("a&b");
        (await ExchangeAsync(sandbox, query["code"]!, "wrong-verifier"))["error"].Text().ShouldBe("bad_verification_code", "the code was another client's");

        using var again = await ChooseAsync(sandbox, browser, Fields(html), "mei-tanaka");
        var granted = await ExchangeAsync(sandbox, HttpUtility.ParseQueryString(again.Headers.Location!.Query)["code"]!, verifier);
        (granted["token_type"].Text(), granted["scope"].Text()).ShouldBe(("bearer", "read:org,user:email"));
        var token = granted["access_token"].Text();
        token.ShouldStartWith("gho_");
        var github = new GitHubCaller(sandbox);
        (await github.SendAsync(HttpMethod.Get, "user", token: token)).Body!["login"].Text().ShouldBe("mei-tanaka");

        await sandbox.RestartAsync();
        (await github.SendAsync(HttpMethod.Get, "user", token: token)).Status.ShouldBe(200);
        (await RevokeAsync(sandbox, token, sandbox.World.GitHubClientSecret)).ShouldBe(HttpStatusCode.NoContent);
        (await github.SendAsync(HttpMethod.Get, "user", token: token)).Status.ShouldBe(401);
        (await RevokeAsync(sandbox, token, sandbox.World.GitHubClientSecret)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_code_works_once_and_for_ten_minutes()
    {
        var clock = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(time: clock);
        using var browser = Browser(sandbox);

        var used = await CodeAsync(sandbox, browser);
        (await ExchangeAsync(sandbox, used))["access_token"].Text().ShouldNotBeEmpty();
        (await ExchangeAsync(sandbox, used))["error"].Text().ShouldBe("bad_verification_code");
        var old = await CodeAsync(sandbox, browser);
        clock.Advance(TimeSpan.FromMinutes(10));
        (await ExchangeAsync(sandbox, old))["error"].Text().ShouldBe("bad_verification_code");
    }

    [Fact]
    public async Task A_client_without_its_secret_gets_nothing()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var browser = Browser(sandbox);
        var code = await CodeAsync(sandbox, browser);

        (await ExchangeAsync(sandbox, code, secret: "guess"))["error"].Text().ShouldBe("incorrect_client_credentials");
        (await ExchangeAsync(sandbox, code))["access_token"].Text().ShouldNotBeEmpty("a guess does not use the code up");
        (await RevokeAsync(sandbox, "gho_anything", "guess")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Clients_that_do_not_ask_for_json_get_a_form()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var browser = Browser(sandbox);
        var code = await CodeAsync(sandbox, browser);

        using var answer = await browser.PostAsync(
            new Uri(sandbox.World.Endpoints.GitHub, "login/oauth/access_token"),
            new StringContent($$"""{"client_id":"{{sandbox.World.GitHubClientId}}","client_secret":"{{sandbox.World.GitHubClientSecret}}","code":"{{code}}"}""", Encoding.UTF8, "application/json"),
            sandbox.Cancelled);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-www-form-urlencoded");
        HttpUtility.ParseQueryString(await answer.Content.ReadAsStringAsync(sandbox.Cancelled))["access_token"].ShouldStartWith("gho_");
    }

    [Theory]
    [InlineData("https://evil.example/signin", 400)]
    [InlineData("http://127.0.0.1:5080@evil.example/", 400)]
    [InlineData("javascript:alert(1)", 400)]
    [InlineData("", 400)]
    [InlineData("http://localhost:5000/anything?a=1", 200)]
    public async Task Nobody_is_sent_back_to_where_the_client_is_not(string callback, int status)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var browser = Browser(sandbox);

        using var page = await browser.GetAsync(
            new Uri(sandbox.World.Endpoints.GitHub, $"login/oauth/authorize?client_id={sandbox.World.GitHubClientId}&redirect_uri={Uri.EscapeDataString(callback)}&state=%22%3E%3Cscript%3E"), sandbox.Cancelled);
        using var posted = await ChooseAsync(
            sandbox, browser, new Dictionary<string, string> { ["client_id"] = sandbox.World.GitHubClientId, ["redirect_uri"] = callback }, "mei-tanaka");

        ((int)page.StatusCode).ShouldBe(status);
        (await page.Content.ReadAsStringAsync(sandbox.Cancelled)).ShouldNotContain("<script");
        ((int)posted.StatusCode).ShouldBe(status == 200 ? 302 : status);
    }

    [Fact]
    public async Task Who_cancels_or_is_nobody_or_comes_from_another_site_is_not_signed_in()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var browser = Browser(sandbox);
        var fields = Fields(await browser.GetStringAsync(Authorize(sandbox, "&state=s"), sandbox.Cancelled));

        using var cancelled = await ChooseAsync(sandbox, browser, new Dictionary<string, string>(fields) { ["cancel"] = "1" }, "mei-tanaka");
        var query = HttpUtility.ParseQueryString(cancelled.Headers.Location!.Query);
        (query["error"], query["state"], query["code"]).ShouldBe(("access_denied", "s", null));
        using var nobody = await ChooseAsync(sandbox, browser, fields, "nobody");
        nobody.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var machine = await ChooseAsync(sandbox, browser, fields, "release-machine");
        machine.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var unknown = await browser.GetAsync(new Uri(sandbox.World.Endpoints.GitHub, $"login/oauth/authorize?client_id=other&redirect_uri={Uri.EscapeDataString(Callback)}"), sandbox.Cancelled);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var forged = await ChooseAsync(sandbox, browser, fields, "mei-tanaka");
        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_change_of_teams_is_seen_at_once_and_kept()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var github = new GitHubCaller(sandbox);
        const string Membership = "orgs/example/teams/production-deploy/memberships/mei-tanaka";
        (await github.SendAsync(HttpMethod.Get, Membership)).Status.ShouldBe(404);

        sandbox.World.SetTeams("mei-tanaka", ["developers", "production-deploy"]).Teams.ShouldBe(["developers", "production-deploy"], ignoreOrder: true);
        (await github.GetAsync(Membership))["state"].Text().ShouldBe("active");
        await sandbox.RestartAsync();
        (await github.GetAsync(Membership))["state"].Text().ShouldBe("active");
        sandbox.World.SetTeams("mei-tanaka", []);
        (await github.SendAsync(HttpMethod.Get, Membership)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Its_secrets_are_their_owners_alone()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        File.ReadAllText(Path.Combine(sandbox.Directory, "github-oauth-secret")).Trim().ShouldBe(sandbox.World.GitHubClientSecret);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in (string[])["github-oauth-secret", "github-webhook-secret"])
            {
                File.GetUnixFileMode(Path.Combine(sandbox.Directory, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private static HttpClient Browser(SandboxUnderTest sandbox) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = sandbox.World.Endpoints.GitHub };

    private static Uri Authorize(SandboxUnderTest sandbox, string more = "") => new(
        sandbox.World.Endpoints.GitHub, $"login/oauth/authorize?client_id={sandbox.World.GitHubClientId}&redirect_uri={Uri.EscapeDataString(Callback)}{more}");

    /// <summary>The hidden fields of the page's form.</summary>
    private static Dictionary<string, string> Fields(string html)
    {
        var fields = new Dictionary<string, string>();
        foreach (var input in html.Split("<input type=\"hidden\" name=\"").Skip(1))
        {
            var parts = input.Split('"');
            fields[parts[0]] = WebUtility.HtmlDecode(parts[2]);
        }

        return fields;
    }

    private static Task<HttpResponseMessage> ChooseAsync(SandboxUnderTest sandbox, HttpClient browser, IReadOnlyDictionary<string, string> fields, string login) => browser.PostAsync(
        new Uri(sandbox.World.Endpoints.GitHub, "login/oauth/authorize"),
        new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("login", login))),
        sandbox.Cancelled);

    private static async Task<string> CodeAsync(SandboxUnderTest sandbox, HttpClient browser)
    {
        using var chosen = await ChooseAsync(sandbox, browser, Fields(await browser.GetStringAsync(Authorize(sandbox), sandbox.Cancelled)), "mei-tanaka");
        return HttpUtility.ParseQueryString(chosen.Headers.Location!.Query)["code"]!;
    }

    private static async Task<JsonNode> ExchangeAsync(SandboxUnderTest sandbox, string code, string verifier = "", string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sandbox.World.Endpoints.GitHub, "login/oauth/access_token"));
        request.Headers.Accept.ParseAdd("application/json");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = sandbox.World.GitHubClientId,
            ["client_secret"] = secret ?? sandbox.World.GitHubClientSecret,
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = verifier,
        });
        using var answer = await sandbox.Http.SendAsync(request, sandbox.Cancelled);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(sandbox.Cancelled))!;
    }

    private static async Task<HttpStatusCode> RevokeAsync(SandboxUnderTest sandbox, string token, string secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(sandbox.World.Endpoints.GitHub, $"applications/{sandbox.World.GitHubClientId}/token"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{sandbox.World.GitHubClientId}:{secret}")));
        request.Content = new StringContent($$"""{"access_token":"{{token}}"}""", Encoding.UTF8, "application/json");
        using var answer = await sandbox.Http.SendAsync(request, sandbox.Cancelled);
        return answer.StatusCode;
    }
}
