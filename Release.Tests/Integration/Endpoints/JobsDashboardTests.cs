using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Access;
using Release.Core.Storage;
using Release.Tests.Support;
using Release.Tests.Support.Data;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Hangfire's own dashboard, and what the product does without a single job enqueued by a commit.</summary>
public sealed partial class JobsDashboardTests
{
    private const string Dashboard = "/admin/jobs/dashboard";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task It_is_for_admins_names_jobs_in_words_and_takes_only_its_own_forms()
    {
        var token = TestContext.Current.CancellationToken;
        await using var app = await ReleaseApp.StartAsync();
        using var viewer = await app.BrowserAsAsync(Role.Viewer);
        using var admin = await app.BrowserAsAsync(Role.Admin);
        (await app.RequestUpdateAsync("integration", "publisher", "v4711", "false")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded");

        (await app.Anonymous.GetAsync(Dashboard, token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await viewer.GetAsync(Dashboard, token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var page = await admin.GetAsync(Dashboard + "/jobs/succeeded", token);
        var html = await page.Content.ReadAsStringAsync(token);
        page.StatusCode.ShouldBe(HttpStatusCode.OK, html);
        html.ShouldContain("publisher in integration");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("img-src 'self' data:");
        (await admin.GetAsync(Dashboard + "/nothing", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await TriggerAsync(admin, null)).ShouldBe(HttpStatusCode.Forbidden);
        var recurring = await admin.GetStringAsync(new Uri(Dashboard + "/recurring", UriKind.Relative), token);
        (await TriggerAsync(admin, AntiforgeryToken().Match(recurring).Groups[1].Value)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact(Timeout = 120_000)]
    public async Task With_every_enqueue_thrown_away_the_sweep_still_brings_a_deployment_to_production()
    {
        var token = TestContext.Current.CancellationToken;
        var requests = new RecordedPassRequests();
        await using var app = await ReleaseApp.StartAsync(TextWriter.Null, builder => builder.Services.AddSingleton<IPassRequests>(requests));

        (await app.RequestUpdateAsync("integration", "publisher", "v4711", "true")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["environment"] == "production");

        requests.Made.ShouldNotBeEmpty();
    }

    private static async Task<HttpStatusCode> TriggerAsync(HttpClient client, string? token)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "retention")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, Dashboard + "/recurring/trigger") { Content = form };
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        using var response = await client.SendAsync(request, Token);
        return response.StatusCode;
    }

    [GeneratedRegex("csrf-token\" content=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
