using Release.Sandbox.Settings;

namespace Release.Tests.Integration.Sandbox;

/// <summary>The real kubectl reads the sandbox; what it prints is compared, blanks and ages made alike.</summary>
public sealed class KubectlReadTests
{
    [Fact]
    public async Task Version_and_api_resources()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);

        var version = await kubectl.RunAsync("version");
        var resources = await kubectl.RunAsync("api-resources", "--api-group=apps");
        var custom = await kubectl.RunAsync("api-resources", "--api-group=argoproj.io", "-o", "name");

        version.ShouldContain("Server Version: v1.34.0+sandbox");
        Lines(resources).ShouldBe([
            "NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND",
            "daemonsets  ds  apps/v1  true  DaemonSet",
            "deployments  deploy  apps/v1  true  Deployment",
            "replicasets  rs  apps/v1  true  ReplicaSet",
            "statefulsets  sts  apps/v1  true  StatefulSet",
        ]);
        Lines(custom).ShouldBe(["applications.argoproj.io", "workflows.argoproj.io", "workflowtemplates.argoproj.io"]);
    }

    [Fact]
    public async Task Tables_of_workloads_by_label()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(WithTwo);
        var kubectl = new Kubectl(sandbox);

        var all = await kubectl.RunAsync("get", "deploy,rs,pods", "-n", "apps", "-l", "app.kubernetes.io/instance=publisher,app.kubernetes.io/component in (app)");
        var none = await kubectl.FailAsync("get", "pod", "nobody", "-n", "apps");

        Lines(all).ShouldBe([
            "NAME  READY  UP-TO-DATE  AVAILABLE  AGE",
            "deployment.apps/publisher  2/2  2  2  AGE",
            "NAME  DESIRED  CURRENT  READY  AGE",
            "replicaset.apps/publisher-HASH  2  2  2  AGE",
            "NAME  READY  STATUS  RESTARTS  AGE",
            "pod/publisher-HASH-POD  1/1  Running  0  AGE",
            "pod/publisher-HASH-POD  1/1  Running  0  AGE",
        ]);
        none.ShouldBe("Error from server (NotFound): pods \"nobody\" not found");
    }

    [Fact]
    public async Task Tables_of_custom_resources_wide_ones_and_field_selectors()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(WithTwo);
        var kubectl = new Kubectl(sandbox);

        var applications = await kubectl.RunAsync("get", "applications", "publisher", "-n", "cluster-services");
        var wide = await kubectl.RunAsync("get", "deploy", "publisher", "-n", "apps", "-o", "wide", "--no-headers");
        var running = await kubectl.RunAsync("get", "pods", "-n", "apps", "--field-selector", "status.phase!=Running", "-o", "name");
        var namespaces = await kubectl.RunAsync("get", "ns", "apps");

        Lines(applications).ShouldBe(["NAME  SYNC STATUS  HEALTH STATUS", "publisher  Synced  Healthy"]);
        wide.ShouldStartWith("publisher  2/2  2  2  AGE  app  ghcr.io/example/publisher:v1366  app=publisher,");
        running.ShouldBe("");
        Lines(namespaces).ShouldBe(["NAME  STATUS  AGE", "apps  Active  AGE"]);
    }

    [Fact]
    public async Task Describe_names_what_belongs_together()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);
        await kubectl.RunAsync("set", "image", "deploy/publisher", "app=ghcr.io/example/publisher:v1400", "-n", "apps");
        await kubectl.RunAsync("rollout", "status", "deploy/publisher", "-n", "apps");

        var described = Lines(await kubectl.RunAsync("describe", "deploy", "publisher", "-n", "apps"));
        var pod = Lines(await kubectl.RunAsync("describe", "pod", "-n", "apps", "-l", "app.kubernetes.io/instance=publisher,app.kubernetes.io/component=app"));

        described.ShouldContain("Name:  publisher");
        described.ShouldContain("StrategyType:  RollingUpdate");
        described.ShouldContain("Available  True  MinimumReplicasAvailable");
        described.ShouldContain(line => line.StartsWith("NewReplicaSet:  publisher-HASH (", StringComparison.Ordinal));
        described.ShouldContain(line => line.Contains("ScalingReplicaSet", StringComparison.Ordinal));
        pod.ShouldContain("Controlled By:  ReplicaSet/publisher-HASH");
        pod.ShouldContain("Ready:  True");
    }

    [Fact]
    public async Task Logs_with_their_options()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);
        const string Selector = "app.kubernetes.io/instance=publisher";

        var tail = await kubectl.RunAsync("logs", "-n", "apps", "deploy/publisher", "--tail=1");
        var all = await kubectl.RunAsync("logs", "-n", "apps", "-l", Selector, "--tail=1", "--timestamps", "--since=1h");
        var previous = await kubectl.FailAsync("logs", "-n", "apps", "deploy/publisher", "--previous");

        tail.ShouldContain("Use Ctrl-C to stop");
        Lines(all).ShouldAllBe(line => line.StartsWith("20", StringComparison.Ordinal) && line.Contains('Z', StringComparison.Ordinal));
        previous.ShouldContain("previous terminated container \"app\" in pod \"publisher-HASH-POD\" not found");
    }

    [Fact]
    public async Task A_followed_log_and_a_watch_go_on_until_their_end()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var kubectl = new Kubectl(sandbox);
        var name = (await sandbox.GetAsync($"{Paths.Pods}?labelSelector=app.kubernetes.io/instance%3Dpublisher"))["items"]![0]!["metadata"]!["name"].Text();
        using var log = kubectl.Start("logs", "-f", "-n", "apps", name);
        using var watch = kubectl.Start("get", "cm", "-n", "apps", "-w", "--output-watch-events");
        try
        {
            (await log.StandardOutput.ReadLineAsync(sandbox.Cancelled)).ShouldNotBeNullOrEmpty();
            await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, """{"metadata":{"name":"one"},"data":{"k":"v"}}""");
            var head = Kubectl.Normalize(await watch.StandardOutput.ReadLineAsync(sandbox.Cancelled) ?? "");
            var added = Kubectl.Normalize(await watch.StandardOutput.ReadLineAsync(sandbox.Cancelled) ?? "");
            await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/one");
            var deleted = Kubectl.Normalize(await watch.StandardOutput.ReadLineAsync(sandbox.Cancelled) ?? "");
            await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.Pods}/{name}?gracePeriodSeconds=0");

            head.ShouldBe("EVENT  NAME  DATA  AGE");
            added.ShouldBe("ADDED  one  1  AGE");
            deleted.ShouldBe("DELETED  one  1  AGE");
            await log.WaitForExitAsync(sandbox.Cancelled);
            log.ExitCode.ShouldBe(0);
        }
        finally
        {
            watch.Kill();
            log.Kill();
        }
    }

    [Fact]
    public async Task Explain_knows_the_types()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        var explained = await new Kubectl(sandbox).RunAsync("explain", "deployment.spec.strategy");

        explained.ShouldContain("KIND:  Deployment");
        explained.ShouldContain("rollingUpdate");
    }

    /// <summary>The last environment has more pods than the ones before.</summary>
    private static SandboxOptions WithTwo(SandboxOptions options) => options with { Environments = ["integration", "staging"] };

    private static List<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
