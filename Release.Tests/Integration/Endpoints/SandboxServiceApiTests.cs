using System.Net;
using System.Text.Json.Nodes;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

/// <summary>Scripts have the sandbox's GitHub and registry go wrong, and change who is in which team.</summary>
public sealed class SandboxServiceApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Theory]
    [InlineData("github")]
    [InlineData("registry")]
    public async Task A_service_has_exactly_what_was_asked_for_wrong_with_it(string service)
    {
        var away = await SetAsync(service, """{"away":true,"hang":true,"delayMilliseconds":20,"failing":true,"halfAnswers":true}""");
        ((string?)away["name"], (bool?)away["away"], (bool?)away["hang"], (int?)away["delayMilliseconds"], (bool?)away["failing"], (bool?)away["halfAnswers"])
            .ShouldBe((service, true, true, 20, true, true));
        var since = (DateTime?)away["awaySince"];
        since.ShouldNotBeNull();

        var quota = await SetAsync(service, """{"away":false,"outOfQuotaSeconds":60,"toldToWaitSeconds":30}""");
        ((bool?)quota["failing"], (DateTime?)quota["awaySince"]).ShouldBe((false, null), "what is left out is in order");
        ((DateTime)quota["outOfQuotaUntil"]! - (DateTime)quota["toldToWaitUntil"]!).ShouldBe(TimeSpan.FromSeconds(30));

        await SetAsync(service, """{"away":false}""");
        var well = await App.GetJsonAsync($"/api/sandbox/{service}");
        ((bool?)well["away"], (DateTime?)well["outOfQuotaUntil"]).ShouldBe((false, null));
    }

    [Theory]
    [InlineData("{}", "away")]
    [InlineData("""{"away":false,"hang":true}""", "hang")]
    [InlineData("""{"away":false,"delayMilliseconds":60001}""", "delayMilliseconds")]
    [InlineData("""{"away":false,"failing":"no"}""", "failing")]
    [InlineData("""{"away":false,"halfAnswers":1}""", "halfAnswers")]
    [InlineData("""{"away":false,"outOfQuotaSeconds":3601}""", "outOfQuotaSeconds")]
    [InlineData("""{"away":false,"toldToWaitSeconds":-1}""", "toldToWaitSeconds")]
    public async Task A_wrong_field_is_named_and_nothing_happens(string body, string field)
    {
        using var response = await App.PutTextAsync("/api/sandbox/github", body);

        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
        ((bool?)(await App.GetJsonAsync("/api/sandbox/github"))["away"]).ShouldBe(false);
    }

    [Fact]
    public async Task Somebody_is_put_into_teams_and_out_of_them()
    {
        using var set = await App.PutTextAsync("/api/sandbox/github/people/mei-tanaka", """{"teams":["production-deploy"]}""");
        set.StatusCode.ShouldBe(HttpStatusCode.OK, await set.Content.ReadAsStringAsync(Cancel));

        (await App.GetJsonAsync("/api/sandbox/github/people")).AsArray().Single(person => (string?)person!["login"] == "mei-tanaka")!["teams"]!
            .AsArray().Select(team => (string?)team).ShouldBe(["production-deploy"]);
        using var nobody = await App.PutTextAsync("/api/sandbox/github/people/nobody", """{"teams":[]}""");
        await nobody.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        foreach (var body in (string[])["""{"teams":["no-such-team"]}""", """{"teams":"developers"}""", """{"teams":[1]}""", "{}"])
        {
            using var wrong = await App.PutTextAsync("/api/sandbox/github/people/mei-tanaka", body);
            await wrong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "teams");
        }

        using var back = await App.PutTextAsync("/api/sandbox/github/people/mei-tanaka", """{"teams":["developers"]}""");
        back.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_merge_says_which_commit_and_pull_request_it_was_and_its_webhook_can_be_sent_again()
    {
        using var merged = await App.PostTextAsync("/api/sandbox/pull-requests", """{"application":"publisher"}""");
        var body = await ReadAsync(merged);
        ((string?)body["commit"])!.Length.ShouldBe(40);
        ((int?)body["pullRequest"])!.Value.ShouldBeGreaterThan(0);

        var told = (await App.GetJsonAsync("/api/sandbox/github/deliveries")).AsArray().Last(delivery => (string?)delivery!["event"] == "release")!;
        using var again = await App.PostTextAsync($"/api/sandbox/github/deliveries/{told["id"]}/redeliver", "");
        var sent = await ReadAsync(again);
        ((string?)sent["guid"], (bool?)sent["redelivery"]).ShouldBe(((string?)told["guid"], true));
        using var unknown = await App.PostTextAsync("/api/sandbox/github/deliveries/1/redeliver", "");
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound);
        using var nothing = await App.PostTextAsync("/api/sandbox/pull-requests", """{"application":"no-such-application"}""");
        await nothing.ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    private async Task<JsonNode> SetAsync(string service, string body)
    {
        using var response = await App.PutTextAsync($"/api/sandbox/{service}", body);
        return await ReadAsync(response);
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
