using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Clusters;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ArgoCd;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Tests.Support;

namespace Release.Tests.Integration.Board;

/// <summary>The whole product against its sandbox: what others do, and a cluster that is away.</summary>
public sealed class LiveJourneyTests
{
    private static readonly EnvironmentName Staging = EnvironmentName.Parse("staging");
    private static readonly EnvironmentName Production = EnvironmentName.Parse("production");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Where_others_deploy_a_version_that_nobody_announced_is_recorded_and_joined_by_its_late_announcement()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var app = await ReleaseApp.StartAsync("Release:Environments:1:Mode=Observe", "Release:Observe:GraceSeconds=1");
        await UntilAsync(app, "publisher", "staging", cell => cell.ObservedVersion?.Value == "v1366", stop);

        await DeployAsOthersDoAsync(app, new Cell(ApplicationName.Parse("publisher"), Staging), "v4711");
        await app.WaitForEventAsync(happened => (string?)happened["summary"] == "v4711 was seen running in staging; nobody announced it");
        var seen = (await app.DeploymentsAsync("publisher")).ShouldHaveSingleItem();
        ((string?)seen["status"], (string?)seen["trigger"], (string?)seen["version"]).ShouldBe(("recorded", "external", "v4711"));

        using var answer = await app.PostTextAsync("/deployments", """{"repo":"alphagov/publisher","deployment":{"environment":"staging","version":"v4711"}}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.DeploymentsAsync("publisher")).ShouldHaveSingleItem()["id"]!.ToString().ShouldBe(seen["id"]!.ToString());
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_Argo_release_deploys_itself_and_an_image_that_somebody_changes_is_drift_until_it_is_right_again()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var app = await ReleaseApp.StartAsync("Release:Environments:1:Engine=Kubernetes");
        await UntilAsync(app, "publisher", "staging", cell => cell.Live is { WantedPods: > 0 } live && live.ReadyPods == live.WantedPods, stop);
        using var asked = await app.PostTextAsync("/api/deployments", """{"application":"publisher","environment":"staging","version":"v4711"}""");
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded");
        var deployment = await UntilDeployedAsync(app, "publisher", "staging", stop);
        var image = deployment.Spec!.Template!.Spec!.First!.Image!;
        ImageTag.OfImage(image)!.Value.ShouldBe("v4711");

        await SetImageAsync(app, deployment, image.Replace("v4711", "v1", StringComparison.Ordinal));
        var began = await app.WaitForEventAsync(happened => (string?)happened["type"] == "drift.began");
        ((string?)began["application"], (string?)began["environment"]).ShouldBe(("publisher", "staging"));
        var cell = await CellAsync(app, "publisher", cell => cell["drift"] is not null, "staging");
        ((string?)cell["drift"]!["kind"]).ShouldBe("foreign-change");
        ((string)cell["drift"]!["detail"]!).ShouldMatch("^image changed by kubectl-set at [0-9]{2}:[0-9]{2} outside Release$");

        await SetImageAsync(app, deployment, image);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "drift.ended");
        (await CellAsync(app, "publisher", cell => cell["drift"] is null, "staging")).ShouldNotBeNull();
    }

    [Fact(Timeout = 120_000)]
    public async Task While_a_cluster_is_away_its_cells_are_stale_and_what_waits_for_it_goes_on_when_it_is_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var app = await ReleaseApp.StartAsync();
        await UntilDeployedAsync(app, "publisher", "production", stop);
        var faults = app.Sandbox.World.ApiFaults("production");
        await faults.GoAwayAsync();

        var stale = await CellAsync(app, "publisher", cell => cell["staleSince"] is not null, "production");
        ((string?)stale["syncedVersion"]).ShouldNotBeNull("what was seen last stays");
        (await CellAsync(app, "publisher", _ => true, "staging"))["staleSince"].ShouldBeNull();
        app.Services.GetRequiredService<IBoard>().Current.Connections[Production].Connected.ShouldBeFalse();

        using var asked = await app.PostTextAsync("/api/deployments", """{"application":"publisher","environment":"production","version":"v4712"}""");
        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.progressed" && (string?)happened["environment"] == "production");

        await faults.ComeBackAsync(stop);
        await app.WaitForEventAsync(happened => (string?)happened["type"] == "deployment.succeeded" && (string?)happened["environment"] == "production");
        (await CellAsync(app, "publisher", cell => cell["staleSince"] is null, "production")).ShouldNotBeNull();
    }

    private static async Task<JsonNode> CellAsync(ReleaseApp app, string application, Func<JsonNode, bool> like, string environment)
    {
        var found = await app.WaitForApplicationAsync(application, row => like(CellOf(row)));
        return CellOf(found);

        JsonNode CellOf(JsonNode row) => row["environments"]!.AsArray().Single(cell => (string?)cell!["name"] == environment)!;
    }

    private static async Task<BoardCell> UntilAsync(ReleaseApp app, string application, string environment, Func<BoardCell, bool> condition, CancellationToken stop)
    {
        using var subscription = app.Services.GetRequiredService<IBoard>().Subscribe();
        if (Find(subscription.Initial) is { } present)
        {
            return present;
        }

        await foreach (var board in subscription.ChangesAsync(stop))
        {
            if (Find(board) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The board ended.");

        BoardCell? Find(BoardSnapshot board) => board.Rows.FirstOrDefault(row => row.Name.Value == application)?.Cells
            .FirstOrDefault(cell => cell.Environment.Value == environment && condition(cell));
    }

    /// <summary>Everything of the beginning has settled.</summary>
    private static async Task<KubernetesDeployment> UntilDeployedAsync(ReleaseApp app, string application, string environment, CancellationToken stop)
    {
        await UntilAsync(app, application, environment, cell => cell.Live is { IsMoving: false, WantedPods: > 0, HealthStatus.State: HealthStatus.Healthy, SyncStatus.State: SyncStatus.Synced } live && live.ReadyPods == live.WantedPods, stop);
        var cell = new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment));
        return app.Services.GetRequiredService<ClusterCaches>().Find(cell.Environment)!.DeploymentsOf.Of(cell.Application).First();
    }

    private static Task SetImageAsync(ReleaseApp app, KubernetesDeployment deployment, string image) =>
        app.Services.GetRequiredService<IClusterClients>().For(Staging).ApplyAsync(
            ResourceKinds.Deployments, deployment.Metadata.Namespace, deployment.Metadata.Name,
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = "Deployment",
                ["metadata"] = new JsonObject { ["name"] = deployment.Metadata.Name },
                ["spec"] = new JsonObject
                {
                    ["template"] = new JsonObject
                    {
                        ["spec"] = new JsonObject
                        {
                            ["containers"] = new JsonArray(new JsonObject { ["name"] = deployment.Spec!.Template!.Spec!.First!.Name, ["image"] = image }),
                        },
                    },
                },
            },
            "kubectl-set", force: true, Stop);

    /// <summary>A commit of theirs, and their own nudge of Argo CD.</summary>
    private static async Task DeployAsOthersDoAsync(ReleaseApp app, Cell cell, string version)
    {
        await app.Services.GetRequiredService<IConfigRepository>().UpdateAsync(ConfigEdit.ForVersion(cell, ImageTag.Parse(version), "others"), Stop);
        await app.Services.GetRequiredService<ArgoCdController>().RequestSyncAsync(
            new SyncRequest(cell, ImageTag.Parse(version), "", Again: false), Stop);
    }
}
