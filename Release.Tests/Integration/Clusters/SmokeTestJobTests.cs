using Release.Core.Pipeline;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.SmokeTests;

namespace Release.Tests.Integration.Clusters;

/// <summary>Jobs of smoke tests with a real Job controller; the tests play the kubelet.</summary>
public sealed class SmokeTestJobTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_makes_one_Job_whose_pod_can_start()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await tests.RunAnewAsync(Cancel);

        var pod = await PodAsync(apps);

        pod.Metadata.Label("release.dev/application").ShouldBe("publisher");
        pod.Spec!.First!.Image.ShouldBe("registry.test/tests:v2");
        (await cluster.Admin.ListAsync(ResourceKinds.Jobs, new ObjectSelection(apps.Name), Cancel)).Items.Count.ShouldBe(1);
        var waiting = await tests.RunAsync(Cancel);
        (waiting.Outcome, waiting.Message).ShouldBe((SmokeTestOutcome.Running, $"Pod {pod.Metadata.Name} is waiting to be started"));
    }

    [Fact]
    public async Task Exit_code_0_has_passed()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        var pod = await PodAsync(apps);
        await cluster.Kubelet.ReadyAsync(pod, Cancel);
        (await tests.RunAsync(Cancel)).Message.ShouldBe($"The smoke tests run in pod {pod.Metadata.Name}");

        await cluster.Kubelet.ExitAsync(pod, 0, Cancel);
        await EndedAsync(apps);

        var result = await tests.EndAsync(Cancel);
        result.Outcome.ShouldBe(SmokeTestOutcome.Passed);
        result.Message.ShouldStartWith("The smoke tests passed");
    }

    [Theory]
    [InlineData(1, null, SmokeTestOutcome.Failed, "exit code 1")]
    [InlineData(2, null, SmokeTestOutcome.CouldNotRun, "exit code 2")]
    [InlineData(137, "OOMKilled", SmokeTestOutcome.CouldNotRun, "OOMKilled")]
    [InlineData(143, null, SmokeTestOutcome.CouldNotRun, "signal 15")]
    public async Task Other_exit_codes_have_failed_or_could_not_run(int code, string? reason, SmokeTestOutcome outcome, string words)
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await cluster.Kubelet.ExitAsync(await PodAsync(apps), code, Cancel, reason);
        await EndedAsync(apps);

        // As after a restart of Release: nothing but the cluster tells.
        var result = await tests.Anew().EndAsync(Cancel);

        result.Outcome.ShouldBe(outcome);
        result.Message.ShouldContain(words);
    }

    [Fact]
    public async Task Tests_that_never_end_are_ended_by_their_deadline()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps, options => options.Job.DeadlineSeconds = 1);
        await tests.RunAsync(Cancel);
        await cluster.Kubelet.ReadyAsync(await PodAsync(apps), Cancel);
        await EndedAsync(apps);

        var result = await tests.EndAsync(Cancel);

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("did not end within 1 seconds");
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_ends_the_run_and_its_Job()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await cluster.Kubelet.WaitingAsync(await PodAsync(apps), "ImagePullBackOff", "Back-off pulling image \"registry.test/tests:v2\"", Cancel);

        var result = await tests.RunAsync(Cancel);

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("The image cannot be pulled");
        await GoneAsync(apps);
        (await tests.RunAsync(Cancel)).ShouldBe(result);
    }

    [Fact]
    public async Task A_pod_that_gets_no_node_is_given_up()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await cluster.Kubelet.UnschedulableAsync(await PodAsync(apps), "0/3 nodes are available: 3 Insufficient memory.", Cancel);
        (await tests.RunAsync(Cancel)).Message.ShouldContain("waits for a node: 0/3 nodes");

        var result = await tests.Later(TimeSpan.FromMinutes(4)).RunAsync(Cancel);

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("3 Insufficient memory");
        await GoneAsync(apps);
    }

    [Fact]
    public async Task A_Job_that_somebody_deletes_could_not_run()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        var job = (await cluster.Admin.ListAsync(ResourceKinds.Jobs, new ObjectSelection(apps.Name), Cancel)).Items.ShouldHaveSingleItem();
        await cluster.Admin.DeleteAsync(ResourceKinds.Jobs, apps.Name, job.Metadata.Name, Cancel);
        await GoneAsync(apps);

        var result = await tests.RunAsync(Cancel);

        result.Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);
        result.Message.ShouldContain("was deleted before the smoke tests had ended");
    }

    [Fact]
    public async Task Another_try_makes_another_Job_and_takes_the_older_away()
    {
        await using var apps = await cluster.NamespaceAsync(Cancel);
        var tests = Tests(apps);
        await tests.RunAsync(Cancel);
        await cluster.Kubelet.ExitAsync(await PodAsync(apps), 2, Cancel);
        await EndedAsync(apps);
        (await tests.EndAsync(Cancel)).Outcome.ShouldBe(SmokeTestOutcome.CouldNotRun);

        var again = tests.Anew("run-2");
        await again.RunAsync(Cancel);
        await Observation.UntilAsync(
            cluster.Admin, ResourceKinds.Jobs, new ObjectSelection(apps.Name),
            jobs => jobs is [var only] && only.Metadata.Label("release.dev/run") == "run-2", Cancel);
        var pods = await cluster.Kubelet.WaitForPodsAsync(apps.Name, "release.dev/run=run-2", 1, Cancel);
        await cluster.Kubelet.ExitAsync(pods[0], 0, Cancel);
        await EndedAsync(apps);

        (await again.EndAsync(Cancel)).Outcome.ShouldBe(SmokeTestOutcome.Passed);
    }

    private SmokeTestsUnderTest Tests(TestNamespace apps, Action<SmokeTestOptions>? change = null)
    {
        var options = new SmokeTestOptions { Kind = "Job", Job = { Image = "registry.test/tests:{version}", Namespace = apps.Name } };
        change?.Invoke(options);
        return new SmokeTestsUnderTest(cluster, options);
    }

    private async Task<Pod> PodAsync(TestNamespace apps) =>
        (await cluster.Kubelet.WaitForPodsAsync(apps.Name, "app.kubernetes.io/component=smoke-test", 1, Cancel))[0];

    /// <summary>The Job controller has said how the Job ended.</summary>
    private async Task EndedAsync(TestNamespace apps) => await Observation.UntilAsync(
        cluster.Admin, ResourceKinds.Jobs, new ObjectSelection(apps.Name),
        jobs => jobs.Any(job => job.Status?.Conditions?.Any(condition => condition is { Type: "Complete" or "Failed", Status: "True" }) == true), Cancel);

    private async Task GoneAsync(TestNamespace apps) =>
        await Observation.UntilAsync(cluster.Admin, ResourceKinds.Jobs, new ObjectSelection(apps.Name), jobs => jobs.Count == 0, Cancel);
}
