using System.Net;
using System.Text.Json.Nodes;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Scripts have clusters go wrong.</summary>
public sealed class SandboxClusterApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_cluster_has_exactly_what_was_asked_for_wrong_with_it()
    {
        var away = await SetAsync("production", """{"away":true,"hang":true,"delayMilliseconds":20,"forbidden":true}""");
        ((bool?)away["away"], (bool?)away["hang"], (int?)away["delayMilliseconds"], (bool?)away["forbidden"]).ShouldBe((true, true, 20, true));
        var since = (DateTime?)away["awaySince"];
        since.ShouldNotBeNull();

        var refusing = await SetAsync("production", """{"away":true}""");
        ((bool?)refusing["hang"], (int?)refusing["delayMilliseconds"], (bool?)refusing["forbidden"], (DateTime?)refusing["awaySince"])
            .ShouldBe((false, 0, false, since), "what is left out is in order, and it is away since the same moment");

        var back = await SetAsync("production", """{"away":false}""");
        ((bool?)back["away"], (DateTime?)back["awaySince"]).ShouldBe((false, null));
        (await App.GetJsonAsync("/api/sandbox/clusters")).AsArray().Select(cluster => ((string?)cluster!["environment"], (bool?)cluster["away"]))
            .ShouldBe([("integration", false), ("staging", false), ("production", false)]);
    }

    [Theory]
    [InlineData("{}", "away")]
    [InlineData("""{"away":"yes"}""", "away")]
    [InlineData("""{"away":true,"hang":1}""", "hang")]
    [InlineData("""{"away":false,"hang":true}""", "hang")]
    [InlineData("""{"away":false,"delayMilliseconds":-1}""", "delayMilliseconds")]
    [InlineData("""{"away":false,"delayMilliseconds":60001}""", "delayMilliseconds")]
    [InlineData("""{"away":false,"delayMilliseconds":1.5}""", "delayMilliseconds")]
    [InlineData("""{"away":false,"delayMilliseconds":"1"}""", "delayMilliseconds")]
    [InlineData("""{"away":false,"forbidden":"no"}""", "forbidden")]
    public async Task A_wrong_field_is_named_and_nothing_happens(string body, string field)
    {
        using var response = await PutAsync("integration", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
        (await App.GetJsonAsync("/api/sandbox/clusters"))[0]!["away"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_cluster_that_there_is_not_is_404_and_says_which_there_are()
    {
        using var put = await PutAsync("nowhere", """{"away":true}""");
        using var drop = await App.PostTextAsync("/api/sandbox/clusters/nowhere/drop-watches", "");
        using var expire = await App.PostTextAsync("/api/sandbox/clusters/nowhere/expire-history", "");

        foreach (var response in new[] { put, drop, expire })
        {
            var problem = await response.ShouldBeProblemAsync(HttpStatusCode.NotFound);
            ((string?)problem["detail"])!.ShouldContain("integration, staging, production");
        }
    }

    [Fact]
    public async Task Watches_that_are_dropped_and_a_history_that_is_forgotten_lose_nothing()
    {
        using var drop = await App.PostTextAsync("/api/sandbox/clusters/integration/drop-watches", "");
        using var expire = await App.PostTextAsync("/api/sandbox/clusters/integration/expire-history", "");
        (drop.StatusCode, expire.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NoContent));

        using var deployed = await App.PostTextAsync("/api/deployments", """{"application":"publisher","environment":"integration","version":"v3100"}""");
        deployed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await App.WaitForApplicationAsync(
            "publisher", application => application["environments"]![0]!["runningVersions"]!.AsArray().Any(version => (string?)version == "v3100"));
    }

    private async Task<JsonNode> SetAsync(string environment, string body)
    {
        using var response = await PutAsync(environment, body);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private Task<HttpResponseMessage> PutAsync(string environment, string body) => App.PutTextAsync($"/api/sandbox/clusters/{environment}", body);
}
