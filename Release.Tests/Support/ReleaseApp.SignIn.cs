using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Release.Core.Access;
using Release.Core.Environments;
using Release.Web.SignIn;

namespace Release.Tests.Support;

/// <summary>Signing in, in tests' words.</summary>
internal sealed partial class ReleaseApp
{
    /// <summary>Release with sign-in through this GitHub.</summary>
    public static Task<ReleaseApp> StartAsync(FakeGitHubSite github, params string[] settings) => StartAsync(
        TextWriter.Null, builder => builder.Services.AddSingleton<ITeamMemberships>(github.Teams), [.. github.Settings, .. settings]);

    /// <summary>Follows the way to GitHub and back; returns the answer that ends it, which leads somewhere in Release.</summary>
    public async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string returnUrl = "/applications")
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var start = await browser.GetAsync($"/sign-in/github?returnUrl={Uri.EscapeDataString(returnUrl)}", cancellationToken);
        start.StatusCode.ShouldBe(HttpStatusCode.Found);
        using var agreed = await browser.GetAsync(start.Headers.Location, cancellationToken);
        agreed.StatusCode.ShouldBe(HttpStatusCode.Found);
        return await browser.GetAsync(agreed.Headers.Location, cancellationToken);
    }

    /// <summary>Somebody with this role and these environments, signed in as GitHub would have it, and their browser.</summary>
    public async Task<HttpClient> PersonAsync(long id, Role role, params string[] environments)
    {
        var clock = Services.GetRequiredService<TimeProvider>();
        var now = clock.GetUtcNow();
        await Services.GetRequiredService<IPeople>().ChangeAsync(
            id, $"person-{id}",
            person =>
            {
                person.SignIn($"person-{id}", "", now);
                person.Grant(role, environments.Select(EnvironmentName.Parse), now);
                return [];
            },
            TestContext.Current.CancellationToken);
        return WithSession(Actor.Person($"person-{id}", role) with { Session = new PersonSession(id, now) }, now);
    }

    /// <summary>A browser with a cookie that this host made for somebody.</summary>
    public HttpClient WithSession(Actor actor, DateTimeOffset now)
    {
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(ReleaseSchemes.Session);
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now.AddHours(12) };
        var ticket = new AuthenticationTicket(actor.ToPrincipal(ReleaseSchemes.Session), properties, ReleaseSchemes.Session);
        var browser = NewBrowser();
        browser.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}");
        return browser;
    }

    /// <summary>Sends one of a page's forms, with the token that the page carries.</summary>
    public static async Task<HttpResponseMessage> SubmitAsync(HttpClient browser, string page, string action, params (string Name, string Value)[] fields)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var html = await browser.GetStringAsync(new Uri(page, UriKind.Relative), cancellationToken);
        var token = AntiforgeryField().Match(html);
        token.Success.ShouldBeTrue($"{page} carries an antiforgery token");
        using var form = new FormUrlEncodedContent(
        [
            KeyValuePair.Create("__RequestVerificationToken", WebUtility.HtmlDecode(token.Groups[1].Value)),
            .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]);
        return await browser.PostAsync(action, form, cancellationToken);
    }
}
