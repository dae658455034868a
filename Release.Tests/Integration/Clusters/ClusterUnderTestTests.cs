using System.Text.Json.Nodes;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Tests.Integration.Clusters;

/// <summary>The players do what the real ones would, as far as the API server and its controllers can tell.</summary>
public sealed class ClusterUnderTestTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private const string Image = "registry.test/owner/web:v1";

    [Fact]
    public async Task A_deployment_is_complete_once_the_kubelet_says_that_its_pods_are_ready()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var apps = await cluster.NamespaceAsync(stop);
        await cluster.Admin.CreateAsync(ResourceKinds.Deployments, apps.Name, Manifests.Deployment("web", Image, 2), stop);

        await cluster.Kubelet.RunAsync(apps.Name, "app=web", Image, 2, stop);

        var deployment = await Observation.UntilAsync(
            cluster.Admin, ResourceKinds.Deployments, apps.Name, "web", item => item.Status is { AvailableReplicas: 2, UpdatedReplicas: 2 }, stop);
        deployment.Status!.ObservedGeneration.ShouldBe(deployment.Metadata.Generation);
    }

    [Fact]
    public async Task A_job_is_complete_when_its_pod_ends_well_and_failed_when_it_does_not()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var apps = await cluster.NamespaceAsync(stop);
        await cluster.Admin.CreateAsync(ResourceKinds.Jobs, apps.Name, Manifests.Job("good"), stop);
        await cluster.Admin.CreateAsync(ResourceKinds.Jobs, apps.Name, Manifests.Job("bad"), stop);

        await cluster.Kubelet.ExitAsync((await cluster.Kubelet.WaitForPodsAsync(apps.Name, "job-name=good", 1, stop))[0], 0, stop);
        await cluster.Kubelet.ExitAsync((await cluster.Kubelet.WaitForPodsAsync(apps.Name, "job-name=bad", 1, stop))[0], 3, stop);

        await Observation.UntilAsync(cluster.Admin, ResourceKinds.Jobs, apps.Name, "good", job => job.Condition("Complete")?.Status == "True", stop);
        var good = (await cluster.Admin.GetAsync(TestKinds.Kind("batch", "v1", "jobs"), apps.Name, "good", stop))!;
        good.At("status", "succeeded").GetInt32().ShouldBe(1);
        good.At("status", "completionTime").GetString().ShouldNotBeNull();
        var bad = await Observation.UntilAsync(cluster.Admin, ResourceKinds.Jobs, apps.Name, "bad", job => job.Condition("Failed")?.Status == "True", stop);
        bad.Condition("Failed")!.Reason.ShouldBe("BackoffLimitExceeded");
    }

    [Fact]
    public async Task Pods_can_be_in_every_kind_of_trouble()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var apps = await cluster.NamespaceAsync(stop);
        var pod = await cluster.Admin.CreateAsync(ResourceKinds.Pods, apps.Name, Manifests.Pod("web"), stop);

        (await cluster.Kubelet.UnschedulableAsync(pod!, "0/3 nodes are available", stop)).Condition("PodScheduled")!.Reason.ShouldBe("Unschedulable");
        (await cluster.Kubelet.WaitingAsync(pod!, "ImagePullBackOff", "no such image", stop)).Status!.ContainerStatuses![0].State!.Waiting!.Message.ShouldBe("no such image");
        (await cluster.Kubelet.CrashLoopAsync(pod!, 137, stop, "OOMKilled")).Status!.ContainerStatuses![0].LastState!.Terminated!.ExitCode.ShouldBe(137);
        (await cluster.Kubelet.NotReadyAsync(pod!, stop)).IsReady.ShouldBeFalse();
        (await cluster.Kubelet.ReadyAsync(pod!, stop)).IsReady.ShouldBeTrue();
    }

    [Fact]
    public async Task An_application_gets_its_status_as_Argo_CD_writes_it()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var argo = await cluster.NamespaceAsync(stop);
        (await cluster.ArgoCd.CreateAsync(argo.Name, "web", stop, imageTag: "v1")).Metadata.Annotation("imageTag").ShouldBe("v1");

        await cluster.ArgoCd.AnnotateAsync(argo.Name, "web", "v2", stop);
        await cluster.ArgoCd.SucceedAsync(argo.Name, "web", "0123456789abcdef0123456789abcdef01234567", stop);

        var application = await cluster.Admin.GetAsync(ArgoResourceKinds.Applications, argo.Name, "web", stop);
        application!.Metadata.Annotation("imageTag").ShouldBe("v2");
        application.Metadata.Annotation("repoName").ShouldBe("web");
        application.Status!.Sync!.Status.ShouldBe("Synced");
        application.Status.OperationState!.Phase.ShouldBe("Succeeded");
    }

    [Fact]
    public async Task A_namespace_goes_with_what_is_in_it()
    {
        var stop = TestContext.Current.CancellationToken;
        string name;
        await using (var apps = await cluster.NamespaceAsync(stop))
        {
            name = apps.Name;
            name.ShouldMatch("^release-test-[0-9a-f]{8}$");
            await cluster.Admin.CreateAsync(TestKinds.ConfigMaps, name, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "x" } }, stop);
        }

        await Observation.UntilAsync(cluster.Admin, TestKinds.Namespaces, new ObjectSelection(Fields: $"metadata.name={name}"), items => items.Count == 0, stop);
    }
}
