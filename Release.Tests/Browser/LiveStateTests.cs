using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using static Microsoft.Playwright.Assertions;

namespace Release.Tests.Browser;

/// <summary>
/// How drift and a cluster that is away look, on a wide screen and a phone, light and dark. With
/// <c>RELEASE_SCREENSHOTS_TO</c> the pictures are written to that folder, for looking at.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class LiveStateTests : IAsyncLifetime
{
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");

    // Not the common product: here staging has no Argo CD, which would heal the drift, and production goes away.
    private readonly BrowserFixture _fixture = new("Release:Environments:1:Engine=Kubernetes");

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Drift_and_stale_cells_say_so()
    {
        var stop = TestContext.Current.CancellationToken;
        using var asked = await _fixture.App.PostTextAsync("/api/deployments", """{"application":"asset-manager","environment":"staging","version":"v861"}""");
        await _fixture.App.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["application"] == "asset-manager");
        await ChangeImageAsync(stop);
        await _fixture.App.WaitForEventAsync(happened => (string?)happened["type"] == "drift.began" && (string?)happened["application"] == "asset-manager");
        var faults = _fixture.App.Sandbox.World.ApiFaults("production");
        await faults.GoAwayAsync();
        try
        {
            await LookAsync(ColorScheme.Light, 1440);
            await LookAsync(ColorScheme.Dark, 1440);
            await LookAsync(ColorScheme.Light, 390);
            await LookAsync(ColorScheme.Dark, 390);
        }
        finally
        {
            await faults.ComeBackAsync(CancellationToken.None);
        }
    }

    private async Task LookAsync(ColorScheme scheme, int width)
    {
        await using var visitor = await _fixture.VisitAsync(scheme, width);
        await visitor.OpenAsync("/applications");
        await Expect(visitor.Cell("Asset Manager", "staging")).ToContainTextAsync("image changed by kubectl-set");
        await Expect(visitor.Cell("Asset Manager", "production")).ToContainTextAsync("stale since");
        await Expect(visitor.Page.GetByText("Couldn't get data from production's cluster, last seen").Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await SaveAsync(visitor, "board", scheme, width);

        await visitor.OpenAsync("/applications/asset-manager");
        var staging = visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Staging", Exact = true });
        await Expect(staging).ToContainTextAsync("Image changed by kubectl-set");
        await Expect(visitor.Page.GetByRole(AriaRole.Region, new() { Name = "Production", Exact = true })).ToContainTextAsync("Couldn't get data from the cluster of Production");
        await SaveAsync(visitor, "application", scheme, width);
    }

    private static async Task SaveAsync(Visitor visitor, string page, ColorScheme scheme, int width)
    {
        if (Environment.GetEnvironmentVariable("RELEASE_SCREENSHOTS_TO") is { Length: > 0 } folder)
        {
            await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"live-{page}-{scheme}-{width}.png"), FullPage = true });
        }
    }

    private async Task ChangeImageAsync(CancellationToken stop)
    {
        var cell = new Cell(ApplicationName.Parse("asset-manager"), Staging);
        await _fixture.App.WaitForApplicationAsync("asset-manager", row => row["environments"]![1]!["runningVersions"]!.AsArray().Count > 0);
        var deployment = _fixture.App.Services.GetRequiredService<ClusterCaches>().Find(Staging)!.DeploymentsOf.Of(cell.Application).First();
        var container = deployment.Spec!.Template!.Spec!.First!;
        var manifest = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = deployment.Metadata.Name },
            ["spec"] = new JsonObject
            {
                ["template"] = new JsonObject
                {
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = container.Name, ["image"] = container.Image!.Replace("v861", "v1", StringComparison.Ordinal) }) },
                },
            },
        };
        await _fixture.App.Services.GetRequiredService<IClusterClients>().For(Staging).ApplyAsync(
            ResourceKinds.Deployments, deployment.Metadata.Namespace, deployment.Metadata.Name, manifest, "kubectl-set", force: true, stop);
    }
}
