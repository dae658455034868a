using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Release.Tests.Support;

namespace Release.Tests.Integration.Endpoints;

/// <summary>One cluster is away for a while; the product as a whole, its real adapters, and the sandbox at the wire.</summary>
public sealed partial class ClusterAwayTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_cells_are_stale_its_deployments_wait_and_everything_else_goes_on(bool hang)
    {
        await using var app = await ReleaseApp.StartAsync();
        await app.WaitForApplicationAsync("publisher", application => Cells(application).All(cell => cell["runningVersions"]!.AsArray().Count > 0));
        var before = TimeProvider.System.GetUtcNow();

        await SetClusterAsync(app, $$"""{"away":true,"hang":{{(hang ? "true" : "false")}}}""");
        var stale = await app.WaitForApplicationAsync("publisher", application => StaleSince(application, "staging") is not null);
        StaleSince(stale, "staging")!.Value.ShouldBeInRange(before.AddMinutes(-2), TimeProvider.System.GetUtcNow());
        (StaleSince(stale, "integration"), StaleSince(stale, "production")).ShouldBe((null, null));
        Cells(stale)[1]["runningVersions"]!.AsArray().ShouldNotBeEmpty("what was last seen stays readable");
        (await StaleOnTheBoardAsync(app)).ShouldBe(["staging"]);

        var waiting = await DeployAsync(app, "staging", "v4100");
        var reason = await app.WaitForEventAsync(happened => IsAbout(happened, waiting, "deployment.progressed") && Summary(happened).Contains("unavailable since", StringComparison.Ordinal));
        Summary(reason).ShouldMatch("^Waiting for the cluster staging, unavailable since [0-9]{2}:[0-9]{2}: .+");
        var meanwhile = await DeployAsync(app, "integration", "v4101");
        await app.WaitForEventAsync(happened => IsAbout(happened, meanwhile, "deployment.succeeded"));
        var still = await app.GetJsonAsync($"/api/deployments/{waiting}");
        ((string?)still["status"], (string?)Step(still, "Sync")["status"]).ShouldBe(("running", "running"));
        Step(still, "Sync")["outsideSince"].ShouldNotBeNull();

        await SetClusterAsync(app, """{"away":false}""");
        await app.WaitForEventAsync(happened => IsAbout(happened, waiting, "deployment.succeeded"));
        await app.WaitForApplicationAsync("publisher", application => Cells(application).All(cell => cell["staleSince"] is null) && Runs(application, "staging", "v4100"));
        (await StaleOnTheBoardAsync(app)).ShouldBeEmpty();
        var done = await app.GetJsonAsync($"/api/deployments/{waiting}");
        done["steps"]!.AsArray().Select(step => ((string?)step!["status"], (int?)step["attempt"])).Distinct()
            .ShouldBe([("succeeded", 1)], "time away costs no try, and nobody had to resume it");
    }

    private static async Task SetClusterAsync(ReleaseApp app, string body)
    {
        using var response = await app.PutTextAsync("/api/sandbox/clusters/staging", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
    }

    private static async Task<string> DeployAsync(ReleaseApp app, string environment, string version)
    {
        using var response = await app.PostTextAsync(
            "/api/deployments", $$"""{"application":"publisher","environment":"{{environment}}","version":"{{version}}"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(Cancel));
        return response.Headers.Location!.OriginalString.Split('/')[^1];
    }

    /// <summary>The environments whose cells on the board's page say that they are stale.</summary>
    private static async Task<IReadOnlyList<string>> StaleOnTheBoardAsync(ReleaseApp app)
    {
        using var browser = app.NewBrowser();
        var page = await browser.GetStringAsync(new Uri("/applications", UriKind.Relative), Cancel);
        var cells = CellOnPage().Matches(page);
        cells.Count.ShouldBeGreaterThan(0);
        return [.. cells.Where(cell => cell.Value.Contains("stale since", StringComparison.Ordinal)).Select(cell => cell.Groups["environment"].Value).Distinct()];
    }

    private static IReadOnlyList<JsonNode> Cells(JsonNode application) => [.. application["environments"]!.AsArray().Select(cell => cell!)];

    private static JsonNode Cell(JsonNode application, string environment) => Cells(application).Single(cell => (string?)cell["name"] == environment);

    private static DateTimeOffset? StaleSince(JsonNode application, string environment) => (DateTimeOffset?)Cell(application, environment)["staleSince"];

    private static bool Runs(JsonNode application, string environment, string version) =>
        Cell(application, environment)["runningVersions"]!.AsArray().Select(running => (string?)running).SequenceEqual([version]);

    private static JsonNode Step(JsonNode deployment, string name) => deployment["steps"]!.AsArray().Single(step => (string?)step!["name"] == name)!;

    private static bool IsAbout(JsonNode happened, string deployment, string type) =>
        (string?)happened["type"] == type && (string?)happened["deploymentId"] == deployment;

    private static string Summary(JsonNode happened) => (string)happened["summary"]!;

    [GeneratedRegex("<td[^>]* data-cell=\"(?<environment>[a-z]+)\".*?</td>", RegexOptions.Singleline)]
    private static partial Regex CellOnPage();
}
