using System.Net;
using System.Text.Json.Nodes;
using Release.Core.Access;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class ApplicationApiTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task The_list_has_every_application_by_name_with_every_environment_in_order()
    {
        var applications = (await App.GetJsonAsync("/api/applications")).AsArray();

        applications.Select(application => (string)application!["name"]!).ShouldBeInOrder();
        var publisher = applications.Single(application => (string?)application!["name"] == "publisher")!;
        publisher.AsObject().Select(field => field.Key)
            .ShouldBe(["name", "displayName", "repository", "status", "notes", "continuouslyDeployed", "frozen", "environments"], ignoreOrder: true);
        publisher["environments"]!.AsArray().Select(cell => (string?)cell!["name"]).ShouldBe(["integration", "staging", "production"]);
        publisher["environments"]![0]!.AsObject().Select(field => field.Key).ShouldBe(
            [
                "name", "wantedVersion", "syncedVersion", "runningVersions", "deployedVersion", "previousVersion", "deployedAt",
                "automaticDeploysEnabled", "promoteDeployment", "deploymentId", "deploymentStatus", "drift", "staleSince",
            ],
            ignoreOrder: true);
        ((string?)publisher["environments"]![0]!["wantedVersion"]).ShouldBe("v1366");
        ((bool)publisher["continuouslyDeployed"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task One_application_is_found_by_its_name()
    {
        var application = await App.GetJsonAsync("/api/applications/whitehall");

        ((string?)application["displayName"]).ShouldBe("Whitehall");
        using var unknown = await App.Machine.GetAsync("/api/applications/nobody", Cancel);
        await unknown.ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_old_address_has_its_seven_keys()
    {
        var application = (await App.GetJsonAsync("/applications/smart-answers.json")).AsObject();

        application.Select(field => field.Key).ShouldBe(
            ["name", "shortname", "deploy_freeze", "notes", "repository_url", "repository_default_branch", "continuously_deployed"]);
        ((string?)application["shortname"], (string?)application["name"]).ShouldBe(("smart-answers", "Smart Answers"));
        ((bool)application["deploy_freeze"]!).ShouldBeTrue("its file in production says automatic_deploys_enabled: false");
        using var nobody = await App.Anonymous.GetAsync("/applications/smart-answers.json", Cancel);
        await nobody.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Name_notes_and_freeze_can_be_changed()
    {
        using var response = await PatchAsync("/api/applications/frontend", """{"displayName":"The front","notes":"Ask us first","frozen":true}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        ((string?)answer["displayName"], (string?)answer["notes"], (bool)answer["frozen"]!).ShouldBe(("The front", "Ask us first", true));
        await App.WaitForApplicationAsync("frontend", application => (bool)application["frozen"]! && (string?)application["displayName"] == "The front");
        var old = await App.GetJsonAsync("/applications/frontend.json");
        ((bool)old["deploy_freeze"]!, (string?)old["notes"]).ShouldBe((true, "Ask us first"));
    }

    [Theory]
    [InlineData("""{"displayName":""}""", "displayName")]
    [InlineData("""{"displayName":7}""", "displayName")]
    [InlineData("""{"frozen":"yes"}""", "frozen")]
    [InlineData("""{}""", "displayName")]
    public async Task A_wrong_change_is_422(string body, string field)
    {
        using var response = await PatchAsync("/api/applications/publisher", body);
        await response.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, field);
    }

    [Fact]
    public async Task Notes_have_at_most_255_characters()
    {
        using var fits = await PatchAsync("/api/applications/publisher", $$"""{"notes":"{{new string('n', 255)}}"}""");
        using var tooLong = await PatchAsync("/api/applications/publisher", $$"""{"notes":"{{new string('n', 256)}}"}""");

        fits.StatusCode.ShouldBe(HttpStatusCode.OK);
        await tooLong.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "notes");
    }

    [Fact]
    public async Task An_admin_switches_continuous_deployment_and_a_developer_does_not()
    {
        using var admin = await App.BrowserAsAsync(Role.Admin);
        using var developer = await App.BrowserAsAsync(Role.Developer);
        const string address = "/api/applications/content-store/environments/staging";

        using var refused = await PatchAsync(address, """{"promoteDeployment":false}""", developer);
        using var done = await PatchAsync(address, """{"promoteDeployment":false}""", admin);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        done.StatusCode.ShouldBe(HttpStatusCode.OK, await done.Content.ReadAsStringAsync(Cancel));
        var cell = JsonNode.Parse(await done.Content.ReadAsStringAsync(Cancel))!;
        ((bool)cell["promoteDeployment"]!, (bool)cell["automaticDeploysEnabled"]!).ShouldBe((false, true));
        var application = await App.WaitForApplicationAsync("content-store", application => !(bool)application["environments"]![1]!["promoteDeployment"]!);
        ((bool)application["continuouslyDeployed"]!).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/applications/publisher/environments/staging", "{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/api/applications/publisher/environments/staging", """{"promoteDeployment":"true"}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("/api/applications/publisher/environments/nowhere", """{"promoteDeployment":true}""", HttpStatusCode.NotFound)]
    [InlineData("/api/applications/nobody/environments/staging", """{"promoteDeployment":true}""", HttpStatusCode.NotFound)]
    public async Task A_switch_that_leads_nowhere_is_refused(string address, string body, HttpStatusCode status)
    {
        using var response = await PatchAsync(address, body);
        await response.ShouldBeProblemAsync(status);
    }

    private async Task<HttpResponseMessage> PatchAsync(string path, string json, HttpClient? by = null)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        return await (by ?? App.Machine).PatchAsync(path, content, Cancel);
    }
}
