using System.Net;
using System.Net.WebSockets;
using System.Text;
using Release.Core.Access;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Pages elsewhere that want a signed-in person's browser to act (CSRF). The session's cookie is lax, so these hold the line.</summary>
public sealed class ForgeryTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Deploy = """{"application":"publisher","environment":"integration","version":"v1"}""";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", "application/json")]
    [InlineData("Sec-Fetch-Site", "cross-site", "text/plain")]
    [InlineData("Sec-Fetch-Site", "cross-site", "application/x-www-form-urlencoded")]
    [InlineData("Sec-Fetch-Site", "same-site", "application/json")]
    [InlineData("Origin", "null", "application/json")]
    [InlineData("Origin", "null", "text/plain")]
    [InlineData("Origin", "https://elsewhere.example", "text/plain")]
    [InlineData("Origin", "http://127.0.0.1:1", "application/json")]
    [InlineData("Origin", "http://127.0.0.1.elsewhere.example", "application/json")]
    [InlineData("X-Nothing", "at all", "application/json")]
    public async Task A_post_from_elsewhere_is_refused(string header, string value, string contentType)
    {
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Post, "/api/deployments"), (HttpMethod.Post, "/api/tokens"), (HttpMethod.Delete, "/api/tokens/1"), (HttpMethod.Patch, "/api/applications/publisher")])
        {
            using var browser = await App.PersonAsync(31, Role.Admin);
            browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(Deploy, Encoding.UTF8, contentType) };
            request.Headers.TryAddWithoutValidation(header, value);

            using var response = await browser.SendAsync(request, Cancel);

            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, $"{method} {path}");
        }
    }

    [Fact]
    public async Task Several_headers_at_once_do_not_confuse()
    {
        using var browser = await App.PersonAsync(32, Role.Admin);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/deployments") { Content = new StringContent(Deploy, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", ["cross-site", "same-origin"]);
        request.Headers.TryAddWithoutValidation("Origin", App.Address.GetLeftPart(UriPartial.Authority));

        using var response = await browser.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/sandbox/role", "")]
    [InlineData("/sandbox/role", "CfDJ8AAAA")]
    [InlineData("/sign-out", "")]
    [InlineData("/sign-out/everywhere", "x")]
    [InlineData("/sign-in/sandbox", "")]
    public async Task A_form_needs_its_pages_token(string action, string token)
    {
        using var browser = App.NewBrowser();
        using var page = await browser.GetAsync("/applications", Cancel);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token), KeyValuePair.Create("role", "viewer"), KeyValuePair.Create("returnUrl", "/")]);

        using var response = await browser.PostAsync(action, form, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_persons_form_token_is_none_of_mine()
    {
        using var mallory = await App.PersonAsync(33, Role.Viewer);
        var page = await mallory.GetStringAsync(new Uri("/applications", UriKind.Relative), Cancel);
        var token = page.Split("name=\"__RequestVerificationToken\"")[1].Split("value=\"")[1].Split('"')[0];
        using var ann = await App.PersonAsync(34, Role.Viewer);
        using var own = await ann.GetAsync("/applications", Cancel);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);

        using var response = await ann.PostAsync("/sign-out", form, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_elsewhere_opens_no_web_socket_to_the_circuit(string header, string value)
    {
        using var browser = await App.PersonAsync(35, Role.Admin);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Single());
        socket.Options.SetRequestHeader(header, value);
        socket.Options.CollectHttpResponseDetails = true;

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(App.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancel));

        socket.HttpStatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Our_own_page_opens_it()
    {
        using var browser = await App.PersonAsync(36, Role.Admin);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Single());
        socket.Options.SetRequestHeader("Origin", App.Address.GetLeftPart(UriPartial.Authority));

        await socket.ConnectAsync(new UriBuilder(App.Address) { Scheme = "ws", Path = "/_blazor" }.Uri, Cancel);

        socket.State.ShouldBe(WebSocketState.Open);
    }

    [Fact]
    public async Task Nothing_is_answered_to_pages_elsewhere_by_CORS()
    {
        using var browser = await App.PersonAsync(37, Role.Admin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/applications");
        request.Headers.TryAddWithoutValidation("Origin", "https://elsewhere.example");

        using var response = await browser.SendAsync(request, Cancel);

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }
}
