using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>Why a version does not come up, in words, with the pod's log or Kubernetes' event.</summary>
public sealed class RolloutFailureTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private const string Migration = "publisher-db-migration";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ImagePullBackOff", FailureKind.NotFound, "The image cannot be pulled (container app): Failed to pull image: manifest unknown")]
    [InlineData("ErrImagePull", FailureKind.NotFound, "The image cannot be pulled (container app): manifest unknown")]
    [InlineData("CrashLoopBackOff", FailureKind.Application, "The container keeps crashing (container app): it ended with exit code 1 (3 restarts)")]
    [InlineData("OOMKilled", FailureKind.Application, "Container app used more memory than it may and was killed (3 restarts).")]
    public async Task A_pod_that_cannot_start_fails_the_sync_and_the_rollout_at_once(string reason, FailureKind kind, string words)
    {
        await using var world = await LandingWorld.StartAsync(cluster);
        var pod = await world.PodAsync();
        await BreakAsync(world, pod, reason);

        // With PostSync hooks the operation runs until the rollout is done.
        await world.OperateAsync("Running", "waiting for healthy state", sync: "OutOfSync");
        foreach (var result in new[] { await world.SyncAsync(), await world.RolloutAsync() })
        {
            var failed = result.ShouldBeOfType<StepResult.Failed>();
            failed.Why.ShouldBe($"Pod {pod.Metadata.Name}: {words}");
            failed.Kind.ShouldBe(kind);
            var output = failed.Output.ShouldNotBeNull();
            output.Title.ShouldBe($"Pod {pod.Metadata.Name}");
            output.Text.Split('\n')[output.FailingLine.ShouldNotBeNull()].ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData("Unschedulable", "No node has room for the pod: 0/3 nodes are available: 3 Insufficient memory.")]
    [InlineData("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")]
    public async Task What_may_pass_is_shown_while_waiting(string reason, string words)
    {
        await using var world = await LandingWorld.StartAsync(cluster);
        await world.SayAllIsWellAsync();
        var pod = await world.PodAsync();
        await BreakAsync(world, pod, reason);

        (await world.RolloutAsync()).ShouldBeOfType<StepResult.Waiting>().Message.ShouldBe($"0 of 1 pods are ready with v2; Pod {pod.Metadata.Name}: {words}");
    }

    [Fact]
    public async Task A_rollout_past_its_deadline_fails_with_its_pods_problem()
    {
        await using var world = await LandingWorld.StartAsync(cluster, progressDeadlineSeconds: 1);
        await world.SayAllIsWellAsync();
        var pod = await world.PodAsync();
        await BreakAsync(world, pod, "Unschedulable");
        await Observation.UntilAsync<KubernetesDeployment>(
            world.Admin, ResourceKinds.Deployments, world.Namespace, LandingWorld.Name,
            deployment => deployment.Status?.Conditions?.Any(condition => condition.Reason == "ProgressDeadlineExceeded") == true, Stop);

        var failed = (await world.RolloutAsync()).ShouldBeOfType<StepResult.Failed>();
        failed.Kind.ShouldBe(FailureKind.Timeout);
        failed.Why.ShouldEndWith($"has timed out progressing. Pod {pod.Metadata.Name}: No node has room for the pod: 0/3 nodes are available: 3 Insufficient memory.");
    }

    [Fact]
    public async Task A_migration_is_followed_as_a_sub_step_until_it_fails_the_sync()
    {
        await using var world = await LandingWorld.StartAsync(cluster, "v1");
        await world.Admin.CreateAsync(ResourceKinds.Jobs, world.Namespace, Manifests.Job(Migration, LandingWorld.Image("v2")), Stop);
        var pod = (await world.Kubelet.WaitForPodsAsync(world.Namespace, $"job-name={Migration}", 1, Stop))[0];
        await OperateHookAsync(world, "Running", "Running", "job.batch/publisher-db-migration created");

        await world.Kubelet.WaitingAsync(pod, "ErrImagePull", "manifest unknown", Stop);
        var waiting = (await world.SyncAsync()).ShouldBeOfType<StepResult.Waiting>();
        waiting.Message.ShouldBe("Argo CD is syncing publisher: PreSync Job publisher-db-migration is running");
        var running = waiting.Tasks.ShouldHaveSingleItem();
        (running.Kind, running.Name, running.Phase).ShouldBe(("PreSync", "PreSync Job publisher-db-migration", StepTaskPhase.Running));
        running.Message.ShouldBe("The image cannot be pulled (container app): manifest unknown");

        await world.Kubelet.ExitAsync(pod, 1, Stop);
        await OperateHookAsync(world, "Failed", "Failed", "Job has reached the specified backoff limit");
        var failed = (await world.SyncAsync()).ShouldBeOfType<StepResult.Failed>();
        failed.Why.ShouldBe("PreSync Job publisher-db-migration of publisher failed: Job has reached the specified backoff limit");
        failed.Kind.ShouldBe(FailureKind.Database);
        var ended = failed.Tasks.ShouldHaveSingleItem();
        ended.Phase.ShouldBe(StepTaskPhase.Failed);
        ended.Message.ShouldBe("Job has reached the specified backoff limit: Container app ended with exit code 1");
    }

    private static Task OperateHookAsync(LandingWorld world, string phase, string hookPhase, string message) => world.OperateAsync(
        phase, "waiting for completion of hook", sync: "OutOfSync",
        resources: ArgoCdPlayer.Resource("batch", "Job", world.Namespace, Migration, message, hookType: "PreSync", hookPhase: hookPhase));

    private static async Task BreakAsync(LandingWorld world, Pod pod, string reason)
    {
        switch (reason)
        {
            case "ImagePullBackOff":
                await world.WarnAsync(pod, "Failed", "Failed to pull image: manifest unknown");
                await world.Kubelet.WaitingAsync(pod, reason, "Back-off pulling image", Stop);
                break;
            case "ErrImagePull":
                await world.Kubelet.WaitingAsync(pod, reason, "manifest unknown", Stop);
                break;
            case "CrashLoopBackOff":
                await world.Kubelet.CrashLoopAsync(pod, 1, Stop);
                break;
            case "OOMKilled":
                await world.Kubelet.CrashLoopAsync(pod, 137, Stop, "OOMKilled");
                break;
            case "Unschedulable":
                await world.Kubelet.UnschedulableAsync(pod, "0/3 nodes are available: 3 Insufficient memory.", Stop);
                break;
            default:
                await world.WarnAsync(pod, reason, "Readiness probe failed: HTTP probe failed with statuscode: 503");
                await world.Kubelet.NotReadyAsync(pod, Stop);
                break;
        }
    }
}
