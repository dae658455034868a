using System.Text.Json.Nodes;
using Release.Sandbox.Faults;

namespace Release.Tests.Integration.Sandbox;

public sealed class MisbehaviourTests
{
    private const string PublisherPods = "labelSelector=app.kubernetes.io/instance%3Dpublisher,app.kubernetes.io/component%3Dapp";

    [Fact]
    public async Task A_crash_loop_shows_its_last_words_and_heals()
    {
        await using var sandbox = await StartAsync(Misbehaviour.CrashLoop);

        await sandbox.DeployAsync("publisher", "v1367");
        var pod = (await sandbox.WatchUntilAsync(Paths.Pods, PublisherPods, item => item.WaitingReason() == "CrashLoopBackOff"))[^1];
        var log = await sandbox.GetTextAsync($"{Paths.Pods}/{pod["metadata"]!["name"]}/log?container=app&tailLines=4");
        var previous = await sandbox.GetTextAsync($"{Paths.Pods}/{pod["metadata"]!["name"]}/log?container=app&previous=true");
        var deployment = await sandbox.GetAsync($"{Paths.Deployments}/publisher");

        previous.ShouldContain("KeyError", customMessage: "the first life is over, so that it is the previous one");
        log.ShouldContain("key not found: \"PUBLISHING_API_BEARER_TOKEN\" (KeyError)");
        pod["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!["exitCode"]!.GetValue<int>().ShouldBe(1);
        pod["status"]!["containerStatuses"]![0]!["restartCount"]!.GetValue<int>().ShouldBeGreaterThan(0);
        deployment["status"]!["availableReplicas"]!.GetValue<int>().ShouldBe(3, "the old pods go on serving");
        (await sandbox.GetServiceAsync("services/apps/publisher/")).Body.ShouldContain("v1366");

        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
        (await sandbox.GetServiceAsync("services/apps/publisher/healthcheck/ready")).Body.ShouldContain("v1367");
    }

    [Fact]
    public async Task A_missing_image_is_named_in_the_event_and_heals()
    {
        await using var sandbox = await StartAsync(Misbehaviour.ImageMissing);

        // Every change from here on: a watch that begins after the deploy may come after the first try.
        var version = await sandbox.VersionAsync();
        await sandbox.DeployAsync("publisher", "v1367");
        var seen = await sandbox.WatchUntilAsync(Paths.Pods, $"{PublisherPods}&resourceVersion={version}", item => item.WaitingReason() == "ImagePullBackOff");
        var events = await sandbox.GetAsync($"{Paths.Events}?fieldSelector=involvedObject.name%3D{seen[^1]["metadata"]!["name"]},type%3DWarning");

        seen.Select(item => item.WaitingReason()).ShouldContain("ErrImagePull");
        events["items"]!.AsArray().Select(item => item!["message"].Text()).ShouldContain(message => message.Contains("ghcr.io/example/publisher:v1367: not found"));
        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
    }

    [Fact]
    public async Task An_image_that_nobody_built_cannot_be_pulled_until_a_workflow_builds_it()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", Misbehaviour.ImageNotBuilt), sandbox.Cancelled);

        await sandbox.DeployAsync("publisher", "v1367");
        await sandbox.WatchUntilAsync(Paths.Pods, PublisherPods, item => item.WaitingReason() == "ImagePullBackOff");
        sandbox.World.Images.Add("publisher", "v1368");
        await sandbox.DeployAsync("publisher", "v1368");

        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1368"));
    }

    [Fact]
    public async Task A_container_that_takes_too_much_memory_is_killed_and_heals()
    {
        await using var sandbox = await StartAsync(Misbehaviour.OomKilled);
        var version = await sandbox.VersionAsync();

        await sandbox.DeployAsync("publisher", "v1367");
        var seen = await sandbox.WatchUntilAsync(Paths.Pods, $"{PublisherPods}&resourceVersion={version}", item => item.WaitingReason() == "CrashLoopBackOff");

        var killed = seen.Select(pod => pod["status"]!["containerStatuses"]?[0]!["state"]!["terminated"]).Last(state => state is not null)!;
        killed["reason"].Text().ShouldBe("OOMKilled");
        killed["exitCode"]!.GetValue<int>().ShouldBe(137);
        var last = seen[^1]["status"]!["containerStatuses"]![0]!["lastState"]!["terminated"]!;
        last["reason"].Text().ShouldBe("OOMKilled");
        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
    }

    [Fact]
    public async Task A_pod_without_a_node_says_so_and_is_placed_once_there_is_room()
    {
        await using var sandbox = await StartAsync(Misbehaviour.Unschedulable);

        await sandbox.DeployAsync("publisher", "v1367");
        var pod = (await sandbox.WatchUntilAsync(Paths.Pods, PublisherPods, item => item["status"]!["conditions"]?[0]!["reason"].Text() == "Unschedulable"))[^1];
        var events = await sandbox.GetAsync($"{Paths.Events}?fieldSelector=involvedObject.name%3D{pod["metadata"]!["name"]},reason%3DFailedScheduling");

        pod["spec"]!["nodeName"].ShouldBeNull();
        pod["status"]!["phase"].Text().ShouldBe("Pending");
        pod["status"]!["conditions"]![0]!["message"].Text().ShouldStartWith("0/3 nodes are available: 3 Insufficient memory.");
        events["items"]![0]!["message"].Text().ShouldStartWith("0/3 nodes are available: 3 Insufficient memory.");
        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
        var ready = (await sandbox.GetAsync($"{Paths.Pods}?{PublisherPods}"))["items"]![0]!;
        ready["spec"]!["nodeName"].Text().ShouldStartWith("sandbox-node-");
        ready["status"]!["podIP"].Text().ShouldStartWith("10.");
        ready["status"]!["containerStatuses"]![0]!["imageID"].Text().ShouldMatch("^ghcr.io/example/publisher@sha256:[0-9a-f]{64}$");
    }

    [Theory]
    [InlineData(Misbehaviour.FailingPreSync, "publisher-upload-assets", "OutOfSync", "AccessDenied")]
    [InlineData(Misbehaviour.FailingPostSync, "publisher-search-reindex", "Synced", "cluster_block_exception")]
    public async Task A_failing_hook_fails_the_sync_and_runs_again_once_it_is_mended(Misbehaviour misbehaviour, string job, string sync, string words)
    {
        await using var sandbox = await StartAsync(misbehaviour);

        await sandbox.DeployAsync("publisher", "v1367");
        var failed = (await sandbox.WatchApplicationAsync("publisher", application => application.Phase() == "Failed"))[^1];
        var pods = await sandbox.GetAsync($"{Paths.Pods}?labelSelector=job-name%3D{job}");
        var log = await sandbox.GetTextAsync($"{Paths.Pods}/{pods["items"]![0]!["metadata"]!["name"]}/log");

        failed.Sync().ShouldBe(sync);
        var hook = failed["status"]!["operationState"]!["syncResult"]!["resources"]!.AsArray().Single(resource => resource!["name"].Text() == job)!;
        hook["hookPhase"].Text().ShouldBe("Failed");
        hook["hookType"].Text().ShouldBe(misbehaviour == Misbehaviour.FailingPreSync ? "PreSync" : "PostSync");
        failed["status"]!["conditions"]![0]!["type"].Text().ShouldBe("SyncError");
        log.ShouldContain(words);
        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
    }

    [Fact]
    public async Task A_failing_migration_fails_the_sync_and_runs_again_once_it_is_mended()
    {
        await using var sandbox = await StartAsync(Misbehaviour.FailingMigration);

        await sandbox.DeployAsync("publisher", "v1367");
        var failed = (await sandbox.WatchApplicationAsync("publisher", application => application.Phase() == "Failed"))[^1];
        var pods = await sandbox.GetAsync($"{Paths.Pods}?labelSelector=job-name%3Dpublisher-db-migrate&fieldSelector=status.phase%3DFailed");
        var log = await sandbox.GetTextAsync($"{Paths.Pods}/{pods["items"]![0]!["metadata"]!["name"]}/log");

        failed["status"]!["operationState"]!["message"].Text().ShouldContain("publisher-db-migrate");
        failed.Sync().ShouldBe("OutOfSync");
        failed.Health().ShouldBe("Healthy", "the old version still runs");
        log.ShouldContain("PG::UndefinedColumn: ERROR:");
        (await sandbox.GetAsync($"{Paths.Jobs}/publisher-db-migrate"))["status"]!["conditions"]![1]!["reason"].Text().ShouldBe("BackoffLimitExceeded");
        await sandbox.World.Faults.ClearAsync("publisher", sandbox.Cancelled);
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));
    }

    [Fact]
    public async Task A_refresh_of_the_application_tries_a_failed_sync_again()
    {
        await using var sandbox = await StartAsync(Misbehaviour.FailingMigration);
        await sandbox.DeployAsync("publisher", "v1367");
        await sandbox.WatchApplicationAsync("publisher", application => application.Phase() == "Failed");

        var first = (await sandbox.GetAsync($"{Paths.Jobs}/publisher-db-migrate"))["metadata"]!["uid"].Text();
        await sandbox.RefreshAsync("publisher");

        await sandbox.WatchUntilAsync(
            Paths.Jobs, "fieldSelector=metadata.name%3Dpublisher-db-migrate", job => job["metadata"]!["uid"].Text() != first && job["status"]?["failed"] is not null);
    }

    [Fact]
    public async Task A_slow_version_runs_into_the_progress_deadline_and_heals()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { RolloutSeconds = 8, ProgressDeadlineSeconds = 30 }, time);
        await sandbox.World.Faults.SetAsync(new MisbehaviourRule("asset-manager", Misbehaviour.Slow, "v861"), sandbox.Cancelled);

        await sandbox.DeployAsync("asset-manager", "v861");
        await AdvanceUntilAsync(sandbox, time, $"{Paths.Applications}/asset-manager", application => application.Health() == "Degraded");
        var deployment = await sandbox.GetAsync($"{Paths.Deployments}/asset-manager");
        var events = await sandbox.GetAsync($"{Paths.Events}?fieldSelector=reason%3DUnhealthy");

        var progressing = deployment["status"]!["conditions"]!.AsArray().Single(condition => condition!["type"].Text() == "Progressing")!;
        progressing["reason"].Text().ShouldBe("ProgressDeadlineExceeded");
        progressing["status"].Text().ShouldBe("False");
        events["items"]![0]!["message"].Text().ShouldStartWith("Readiness probe failed");
        await sandbox.World.Faults.ClearAsync(cancellationToken: sandbox.Cancelled);
        await AdvanceUntilAsync(sandbox, time, $"{Paths.Applications}/asset-manager", application => application.HasLanded("v861"));
    }

    [Fact]
    public async Task A_rollout_takes_its_time_and_never_has_fewer_ready_pods()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { RolloutSeconds = 8 }, time);
        var ready = new List<int>();
        var began = time.GetUtcNow();
        await sandbox.DeployAsync("asset-manager", "v861");

        await AdvanceUntilAsync(sandbox, time, $"{Paths.Deployments}/asset-manager", deployment =>
        {
            ready.Add(deployment["status"]!["readyReplicas"]!.GetValue<int>());
            return deployment["status"]!["updatedReplicas"]?.GetValue<int>() == 3 && deployment["status"]!["replicas"]!.GetValue<int>() == 3 && deployment["status"]!["observedGeneration"]!.GetValue<int>() == 2
                && deployment["status"]!["conditions"]![1]!["reason"].Text() == "NewReplicaSetAvailable";
        });

        ready.ShouldAllBe(count => count >= 3);
        (time.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Rules_are_kept_and_cover_only_their_version()
    {
        await using var sandbox = await StartAsync(Misbehaviour.CrashLoop);
        await sandbox.RestartAsync();

        sandbox.World.Faults.List().ShouldBe([new MisbehaviourRule("publisher", Misbehaviour.CrashLoop, "v1367")]);
        await sandbox.DeployAsync("publisher", "v1368");
        await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1368"));
    }

    [Theory]
    [InlineData(null, 200, 200)]
    [InlineData(Misbehaviour.FailingSmokeTest, 500, 500)]
    [InlineData(Misbehaviour.FlakySmokeTest, 500, 200)]
    [InlineData(Misbehaviour.BrokenSmokeTest, 503, 503)]
    [InlineData(Misbehaviour.EndlessSmokeTest, 202, 202)]
    public async Task Smoke_tests_answer_by_run(Misbehaviour? misbehaviour, int first, int second)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        if (misbehaviour is { } fault)
        {
            await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", fault, "v1366"), sandbox.Cancelled);
        }

        var one = await sandbox.GetServiceAsync("services/apps/publisher/smoke-test?run=1");
        var again = await sandbox.GetServiceAsync("services/apps/publisher/smoke-test?run=1");
        await sandbox.RestartAsync();
        var two = await sandbox.GetServiceAsync("services/apps/publisher/smoke-test?run=2");

        one.Status.ShouldBe(first);
        again.Status.ShouldBe(one.Status, "the same name is the same run");
        two.Status.ShouldBe(second);
        one.Body.ShouldContain(first switch
        {
            200 => "\"passed\":true",
            202 => "\"running\":true",
            503 => "browserType.launch",
            _ => "Error: expect(locator)",
        });
    }

    [Fact]
    public async Task A_smoke_test_takes_its_time()
    {
        var time = new FakeTimeProvider();
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { SmokeTestSeconds = 4 }, time);

        var early = await sandbox.GetServiceAsync("services/apps/publisher/smoke-test?run=1");
        time.Advance(TimeSpan.FromSeconds(4));
        var late = await sandbox.GetServiceAsync("services/apps/publisher/smoke-test?run=1");

        early.Status.ShouldBe(202);
        late.Status.ShouldBe(200);
        (await sandbox.GetServiceAsync("services/apps/nothing/")).Status.ShouldBe(503);
    }

    private static async Task<SandboxUnderTest> StartAsync(Misbehaviour misbehaviour)
    {
        var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.World.Faults.SetAsync(new MisbehaviourRule("publisher", misbehaviour, "v1367"), sandbox.Cancelled);
        return sandbox;
    }

    /// <summary>Lets a second pass at a time; each look is a request, so that the sandbox gets its turn.</summary>
    private static async Task AdvanceUntilAsync(SandboxUnderTest sandbox, FakeTimeProvider time, string path, Func<JsonNode, bool> wanted)
    {
        while (!wanted(await sandbox.GetAsync(path)))
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
