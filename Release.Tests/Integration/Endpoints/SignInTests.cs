using System.Net;
using System.Text.Json;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Tests.Support;
using Release.Web.SignIn;

namespace Release.Tests.Integration.Endpoints;

public sealed class SignInTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Theory]
    [InlineData("/api/applications")]
    [InlineData("/metrics")]
    [InlineData("/api/nothing")]
    public async Task The_API_is_closed_without_sign_in_even_to_a_browser(string path)
    {
        using var browser = App.NewBrowser();

        using var response = await browser.GetAsync(path, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Theory]
    [InlineData("wrong", "unknown")]
    [InlineData("", "empty")]
    public async Task A_wrong_token_is_refused_and_the_answer_says_why(string token, string why)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/nothing");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);

        using var response = await App.Anonymous.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(why, Case.Insensitive);
    }

    [Fact]
    public async Task A_token_signs_in_and_its_kin_does_not()
    {
        using var right = await App.Machine.GetAsync("/api/nothing", Cancel);
        using var wrong = App.WithToken(ReleaseApp.AdminToken.ToUpperInvariant());
        using var refused = await wrong.GetAsync("/api/nothing", Cancel);

        right.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task In_the_sandbox_a_page_signs_a_person_in_with_a_lax_cookie()
    {
        using var browser = App.NewBrowser();

        using var page = await browser.GetAsync("/no-such-page", Cancel);
        using var api = await browser.GetAsync("/api/nothing", Cancel);

        var cookie = page.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("release-session=", StringComparison.Ordinal));
        cookie.ShouldContain("samesite=lax");
        cookie.ShouldContain("httponly");
        api.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("X-Nothing", "1", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.UnprocessableEntity)]
    public async Task A_persons_unsafe_request_must_come_from_our_own_pages(string header, string value, HttpStatusCode expected)
    {
        using var browser = App.NewBrowser();
        using var page = await browser.GetAsync("/no-such-page", Cancel);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/deployments");
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await browser.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task The_same_origin_is_known_by_its_address_too()
    {
        using var browser = App.NewBrowser();
        using var page = await browser.GetAsync("/no-such-page", Cancel);
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/deployments");
        request.Headers.TryAddWithoutValidation("Origin", App.Address.GetLeftPart(UriPartial.Authority));

        using var response = await browser.SendAsync(request, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Changing_role_needs_the_forms_own_token()
    {
        using var browser = App.NewBrowser();
        using var page = await browser.GetAsync("/no-such-page", Cancel);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("role", "viewer")]);

        using var response = await browser.PostAsync("/sandbox/role", form, Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void An_actor_survives_the_way_through_claims()
    {
        var person = ActorClaims.ToPrincipal(Actor.Person("ann", Role.Deployer), "x").ToActor()!;
        var machine = Actor.Machine("ci", TokenScopes.Read | TokenScopes.Notify, [EnvironmentName.Parse("staging")])
            .ToPrincipal("x").ToActor()!;

        (person.Name, person.Role, person.Scopes).ShouldBe(("ann", Role.Deployer, TokenScopes.None));
        (machine.Name, machine.Role, machine.Scopes).ShouldBe(("ci", null, TokenScopes.Read | TokenScopes.Notify));
        machine.Environments.Single().Value.ShouldBe("staging");
    }
}
