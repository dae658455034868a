using System.Text.Json.Nodes;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>Contracts §7 at the wire: nothing that Argo CD or Kubernetes can say makes us call a version deployed that is not.</summary>
public sealed class RolloutVerificationTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_pass_has_Argo_CD_look_at_git_at_once()
    {
        await using var world = await LandingWorld.StartAsync(cluster);

        (await world.SyncAsync(isFirstPass: true)).ShouldBeOfType<StepResult.Waiting>();

        var asked = await world.Admin.GetAsync(ArgoResourceKinds.Applications, world.Namespace, "app-config", Stop);
        asked!.Metadata.Annotation("argocd.argoproj.io/refresh").ShouldBe("normal");
    }

    [Fact]
    public async Task Each_condition_that_Argo_CD_tells_is_needed()
    {
        await using var world = await LandingWorld.StartAsync(cluster);
        await world.RunPodsAsync("v2", 1);
        await world.SayAllIsWellAsync();
        await ShouldHaveLandedAsync(world);

        foreach (var (words, violate) in Violations(world))
        {
            await violate();
            (await world.RolloutAsync()).ShouldBeOfType<StepResult.Waiting>(words).Message.ShouldStartWith(words);
            await world.SayAllIsWellAsync();
        }

        await ShouldHaveLandedAsync(world);
        await world.ArgoCd.CreateAsync(world.Namespace, "draft-publisher", Stop, "v2", LandingWorld.Name);
        (await world.SyncAsync()).ShouldBeOfType<StepResult.Waiting>().Message.ShouldBe("draft-publisher is Unknown: Argo CD cannot say whether it is in sync");
        (await world.RolloutAsync()).ShouldBeOfType<StepResult.Waiting>();
        await world.SayAllIsWellAsync("draft-publisher");
        await ShouldHaveLandedAsync(world);
    }

    [Fact]
    public async Task Healthy_with_the_old_pods_is_not_deployed_until_every_ready_pod_runs_the_new_version()
    {
        await using var world = await LandingWorld.StartAsync(cluster, "v1", replicas: 2);
        await world.RunPodsAsync("v1", 2);
        await world.SayAllIsWellAsync();

        (await world.RolloutAsync()).ShouldBeOfType<StepResult.Waiting>().Message.ShouldBe("Deployment publisher still asks for v1");

        await world.SetVersionAsync("v2");
        var first = await world.PodAsync();
        (await WaitingAsync(world)).ShouldBe((0, 2));
        await world.Kubelet.ReadyAsync(first, Stop);
        var second = (await world.Kubelet.WaitForPodsAsync(
            world.Namespace, "app=publisher", 1, Stop, pod => pod.Spec?.First?.Image == LandingWorld.Image("v2") && pod.Metadata.Name != first.Metadata.Name))[0];
        (await WaitingAsync(world)).ShouldBe((1, 2));
        await world.Kubelet.ReadyAsync(second, Stop);
        await world.Kubelet.WaitForPodsAsync(world.Namespace, "app=publisher", 0, Stop, pod => pod.Spec?.First?.Image == LandingWorld.Image("v1"));
        await world.RunPodsAsync("v2", 2);

        (await world.RolloutAsync()).ShouldBeOfType<StepResult.Succeeded>().Message.ShouldBe("2 of 2 pods run v2");
    }

    [Fact]
    public async Task A_failed_sync_fails_at_once_with_its_words()
    {
        await using var world = await LandingWorld.StartAsync(cluster);
        await world.OperateAsync("Failed", "one or more objects failed to apply: Deployment.apps \"publisher\" is invalid", sync: "OutOfSync");

        (await world.SyncAsync()).ShouldBeOfType<StepResult.Failed>().Why
            .ShouldBe("Argo CD's sync of publisher failed: one or more objects failed to apply: Deployment.apps \"publisher\" is invalid");
    }

    [Fact]
    public async Task A_failed_sync_of_an_older_commit_is_not_ours()
    {
        await using var world = await LandingWorld.StartAsync(cluster);
        await world.OperateAsync("Failed", "no", LandingWorld.Older, "OutOfSync");

        (await world.SyncAsync()).ShouldBeOfType<StepResult.Waiting>().Message.ShouldBe("publisher is OutOfSync; its last sync ended as Failed: no");
    }

    private static async Task ShouldHaveLandedAsync(LandingWorld world)
    {
        (await world.SyncAsync()).ShouldBeOfType<StepResult.Succeeded>();
        (await world.RolloutAsync()).ShouldBeOfType<StepResult.Succeeded>().Message.ShouldBe("1 of 1 pods run v2");
    }

    private static async Task<(int?, int?)> WaitingAsync(LandingWorld world)
    {
        var waiting = (await world.RolloutAsync()).ShouldBeOfType<StepResult.Waiting>();
        return (waiting.Done, waiting.Total);
    }

    /// <summary>Each violates one condition, all others hold.</summary>
    private static IEnumerable<(string Words, Func<Task> Violate)> Violations(LandingWorld world)
    {
        var (@namespace, name) = (world.Namespace, LandingWorld.Name);
        yield return ("Argo CD wants v1 for publisher now", () => world.ArgoCd.AnnotateAsync(@namespace, name, "v1", Stop));
        yield return ("publisher is OutOfSync", () => world.ArgoCd.WriteAsync(@namespace, name, Stop, "OutOfSync", LandingWorld.Ours));
        yield return ("publisher is Synced at 0ddba11e63, which does not have our commit", () => world.ArgoCd.WriteAsync(@namespace, name, Stop, "Synced", LandingWorld.Older));
        yield return ("publisher is Unknown: Argo CD cannot say whether it is in sync (ComparisonError: helm template failed)", () => UnknownAsync(world));
        yield return ("Argo CD is syncing publisher: waiting for healthy state", () => world.OperateAsync("Running", "waiting for healthy state"));
        yield return ("Argo CD is ending its sync of publisher: operation is terminating", () => world.OperateAsync("Terminating", "operation is terminating"));
        yield return ("publisher is Synced, but its last sync ended as Failed: hook failed", () => world.OperateAsync("Failed", "hook failed"));
        yield return ("publisher is Synced, but its last sync ended as Error: no such host", () => world.OperateAsync("Error", "no such host"));
        yield return ("Waiting for Argo CD's sync of publisher to our commit (the last one was to 0ddba11e63)", () => world.OperateAsync("Succeeded", "done", LandingWorld.Older));
        foreach (var health in new[] { "Progressing", "Degraded", "Suspended", "Missing", "Unknown" })
        {
            yield return ($"publisher is {health}", () => world.ArgoCd.WriteAsync(@namespace, name, Stop, health: health));
        }

        yield return ("Waiting for Argo CD to assess publisher after its sync",
            () => world.ArgoCd.WriteAsync(@namespace, name, Stop, reconciledAt: TimeProvider.System.GetUtcNow().AddHours(-1)));
    }

    private static async Task UnknownAsync(LandingWorld world)
    {
        await world.ArgoCd.WriteAsync(world.Namespace, LandingWorld.Name, Stop, "Unknown", LandingWorld.Ours);
        await world.ArgoCd.WriteStatusAsync(
            world.Namespace, LandingWorld.Name,
            new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "ComparisonError", ["message"] = "helm template failed" }) }, Stop);
    }
}
