using System.Net;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class DescriptionTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task The_description_has_every_address_with_a_summary_and_the_bearer_scheme()
    {
        var document = await App.GetJsonAsync("/openapi/v1.json");

        ((string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]).ShouldBe("bearer");
        var paths = document["paths"]!.AsObject();
        foreach (var path in new[]
        {
            "/deployments", "/api/v1/events/{namespace}/update-image-tag", "/api/v1/events/{namespace}/post-sync", "/applications/{name}.json",
            "/api/applications", "/api/applications/{name}", "/api/applications/{name}/environments/{environment}",
            "/api/deployments", "/api/deployments/{id}", "/api/deployments/{id}/logs", "/api/deployments/{id}/rollback", "/api/events",
        })
        {
            paths.ContainsKey(path).ShouldBeTrue(path);
        }

        paths.SelectMany(path => path.Value!.AsObject()).ShouldAllBe(operation => (string?)operation.Value!["summary"] != null);
    }

    [Fact]
    public async Task The_page_to_try_it_is_there_for_who_is_signed_in()
    {
        using var browser = App.NewBrowser();
        using var page = await browser.GetAsync("/swagger/index.html", Cancel);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("swagger-ui");
    }

    [Fact]
    public async Task Metrics_are_plain_text_for_Prometheus()
    {
        using var recorded = await App.NotifyDeployAsync("alphagov/measured", "integration", "v1");
        using var response = await App.Machine.GetAsync("/metrics", Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
        var text = await response.Content.ReadAsStringAsync(Cancel);
        text.ShouldContain("# TYPE release_deployments gauge");
        text.ShouldContain("release_deployments{status=\"recorded\"} ");
        text.ShouldContain("release_outbox_messages{status=\"pending\"} ");
        text.ShouldContain("process_resident_memory_bytes ");
        using var blind = await App.MachineWithAsync(TokenScopes.Notify);
        using var refused = await blind.GetAsync("/metrics", Cancel);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_role_is_changed_by_the_pages_form()
    {
        using var viewer = await App.BrowserAsAsync(Role.Viewer);
        using var refused = await App.PostTextAsync("/api/tokens", """{"name":"ci","scopes":["read"]}""", viewer);
        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }
}
