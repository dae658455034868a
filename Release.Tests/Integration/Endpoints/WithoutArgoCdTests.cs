using System.Net;
using System.Text.Json.Nodes;
using Release.Sandbox.Settings;
using Release.Tests.Integration.Sandbox;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>What an installation chooses by configuration, in the product as a whole with the sandbox at the wire.</summary>
public sealed class WithoutArgoCdTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_environment_without_Argo_CD_is_deployed_to_and_a_foreign_change_is_drift()
    {
        await using var app = await ReleaseApp.StartAsync("Release:Environments:0:Engine=Kubernetes");
        using var cluster = new SandboxClusterOf(app, "integration");
        (await cluster.GetAsync(Paths.Applications))["items"]!.AsArray().ShouldBeEmpty("there is no Argo CD");
        var before = TimeProvider.System.GetUtcNow();

        await DeployAsync(app, "v4100");

        var settled = await app.WaitForApplicationAsync("publisher", application => Cell(application)["runningVersions"]!.AsArray() is [{ } only] && (string?)only == "v4100");
        ((string?)Cell(settled)["wantedVersion"], (string?)Cell(settled)["syncedVersion"]).ShouldBe(("v4100", "v4100"));
        Cell(settled)["drift"].ShouldBeNull();

        await cluster.SetImageAsync("publisher", "ghcr.io/example/publisher:v4000");

        var drifted = await app.WaitForApplicationAsync("publisher", application => Cell(application)["drift"] is not null);
        var drift = Cell(drifted)["drift"]!;
        ((string?)drift["kind"]).ShouldBe("foreign-change");
        ((string?)drift["detail"])!.ShouldMatch("^image changed by kubectl-set at [0-9]{2}:[0-9]{2} outside Release$");
        ((DateTimeOffset)drift["since"]!).ShouldBeInRange(before.AddSeconds(-1), TimeProvider.System.GetUtcNow());

        await DeployAsync(app, "v4101");
        await app.WaitForApplicationAsync("publisher", application => Cell(application)["drift"] is null && (string?)Cell(application)["syncedVersion"] == "v4101");
    }

    [Theory]
    [InlineData("Job", Paths.Jobs, "spec.template.spec.containers.0.image", SandboxSmokeTests.Image)]
    [InlineData("Workflow", "/apis/argoproj.io/v1alpha1/namespaces/apps/workflows", "spec.workflowTemplateRef.name", SandboxSmokeTests.WorkflowTemplate)]
    public async Task The_sandbox_has_what_each_kind_of_smoke_tests_needs(string kind, string collection, string field, string value)
    {
        await using var app = await ReleaseApp.StartAsync($"Release:SmokeTests:Kind={kind}", "Release:Environments:0:Engine=Kubernetes");
        using var cluster = new SandboxClusterOf(app, "integration");

        var id = await DeployAsync(app, "v4100");

        var step = (await app.GetJsonAsync($"/api/deployments/{id}"))["steps"]!.AsArray().Single(step => (string?)step!["name"] == "SmokeTest")!;
        ((string?)step["status"], (string?)step["message"]).ShouldBe(("succeeded", "The smoke tests passed"));
        (await app.GetJsonAsync($"/api/deployments/{id}/logs")).ToJsonString().ShouldContain("3 passed");
        var made = (await cluster.GetAsync($"{collection}?labelSelector=release.dev/application%3Dpublisher"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        field.Split('.').Aggregate((JsonNode?)made, (node, name) => node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node![name]).Text()
            .ShouldBe(value);
    }

    /// <summary>Until it has succeeded.</summary>
    private static async Task<string> DeployAsync(ReleaseApp app, string version)
    {
        using var response = await app.PostTextAsync(
            "/api/deployments", $$"""{"application":"publisher","environment":"integration","version":"{{version}}"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Cancel));
        var id = response.Headers.Location!.OriginalString.Split('/')[^1];
        var end = await app.WaitForEventAsync(happened =>
            (string?)happened["deploymentId"] == id && (string?)happened["type"] is "deployment.succeeded" or "deployment.failed");
        ((string?)end["type"]).ShouldBe("deployment.succeeded", (string?)end["summary"]);
        return id;
    }

    private static JsonNode Cell(JsonNode application) => application["environments"]![0]!;
}
