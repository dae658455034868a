namespace Release.Tests.Integration.Sandbox;

public sealed class ArgoCdTests
{
    [Fact]
    public async Task A_refresh_makes_a_commit_land_in_the_order_of_the_real_one()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = await sandbox.VersionAsync();

        var revision = await sandbox.DeployAsync("publisher", "v1367");
        var seen = await sandbox.WatchApplicationAsync("publisher", version, application => application.HasLanded("v1367"));

        var states = seen.Select(state => $"{state.Sync()} {state.Phase()} {state.Health()}").ToList();
        states.Where((state, index) => index == 0 || state != states[index - 1]).ShouldBe([
            "Synced Succeeded Healthy", // The annotation changes first.
            "OutOfSync Succeeded Healthy",
            "OutOfSync Running Healthy",
            "Synced Succeeded Progressing",
            "Synced Succeeded Healthy",
        ]);
        seen[^1].Revision().ShouldBe(revision);
        seen[^1]["status"]!["operationState"]!["syncResult"]!["revision"].Text().ShouldBe(revision);
    }

    [Fact]
    public async Task The_hooks_of_a_sync_run_before_its_pods()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.DeployAsync("publisher", "v1367");
        var application = (await sandbox.WatchApplicationAsync("publisher", state => state.HasLanded("v1367")))[^1];

        var resources = application["status"]!["operationState"]!["syncResult"]!["resources"]!.AsArray()
            .Select(resource => $"{resource!["kind"]} {resource["name"]} {resource["hookType"]} {resource["hookPhase"]} {resource["status"]}");

        resources.ShouldBe([
            "Job publisher-upload-assets PreSync Succeeded Synced",
            "Job publisher-db-migrate Sync Succeeded Synced",
            "Service publisher   Synced",
            "Deployment publisher   Synced",
        ]);
        var pods = await sandbox.GetAsync($"{Paths.Pods}?labelSelector=job-name%3Dpublisher-db-migrate");
        var log = await sandbox.GetTextAsync($"{Paths.Pods}/{pods["items"]![0]!["metadata"]!["name"]}/log?tailLines=1");
        log.ShouldContain("migrated");
    }

    [Fact]
    public async Task An_unchanged_application_moves_to_the_commit_without_an_operation()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var before = await sandbox.GetAsync($"{Paths.Applications}/whitehall");

        var revision = await sandbox.DeployAsync("publisher", "v1367");
        var after = (await sandbox.WatchApplicationAsync("whitehall", state => state.Revision() == revision))[^1];

        after["status"]!["operationState"]!.ToJsonString().ShouldBe(before["status"]!["operationState"]!.ToJsonString());
        after.Sync().ShouldBe("Synced");
    }

    [Fact]
    public async Task A_flag_changes_the_annotation_and_nothing_else()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var started = (await sandbox.GetAsync($"{Paths.Applications}/publisher"))["status"]!["operationState"]!["startedAt"].Text();

        var revision = await sandbox.CommitAsync("publisher", "image_tag: v1366\nautomatic_deploys_enabled: false\npromote_deployment: true\n");
        await sandbox.RefreshAsync();
        var after = (await sandbox.WatchApplicationAsync("publisher", state => state.Revision() == revision))[^1];

        after["metadata"]!["annotations"]!["automaticDeploysEnabled"].Text().ShouldBe("false");
        after["status"]!["operationState"]!["startedAt"].Text().ShouldBe(started);
        after["status"]!["operationState"]!["syncResult"]!["revision"].Text().ShouldNotBe(revision);
    }

    [Fact]
    public async Task A_refresh_annotation_goes_away_once_it_was_handled()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        foreach (var name in new[] { "app-config", "publisher" })
        {
            var version = await sandbox.VersionAsync();
            await sandbox.RefreshAsync(name);

            var seen = new List<bool>();
            await sandbox.WatchApplicationAsync(name, version, state =>
            {
                seen.Add(state["metadata"]!["annotations"]?["argocd.argoproj.io/refresh"] is not null);
                return seen is [.., true, false];
            });
        }
    }

    [Fact]
    public async Task Two_applications_run_one_image_and_one_namespace_is_not_apps()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.DeployAsync("licensify-backend", "v81");
        await sandbox.WatchApplicationAsync("licensify-backend", state => state.HasLanded("v81"));

        var pods = await sandbox.GetAsync("/api/v1/namespaces/licensify/pods?labelSelector=app.govuk/repository-name%3Dlicensify,app.kubernetes.io/component%3Dlicensify-admin");
        var frontends = await sandbox.GetAsync($"{Paths.Deployments}?labelSelector=app.govuk/repository-name%3Dfrontend");

        pods["items"]!.AsArray().Count.ShouldBe(3);
        frontends["items"]!.AsArray().Select(item => item!["metadata"]!["name"].Text()).ShouldBe(["draft-frontend", "frontend"]);
    }

    [Fact]
    public async Task A_file_that_is_emptied_takes_its_application_away()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.CommitAsync("publisher", "");
        var version = (await sandbox.GetAsync(Paths.Pods))["metadata"]!["resourceVersion"].Text();
        await sandbox.RefreshAsync();

        var deleted = 0;
        await foreach (var (type, _) in sandbox.WatchAsync(Paths.Pods, $"resourceVersion={version}&labelSelector=app.kubernetes.io/instance%3Dpublisher"))
        {
            deleted += type == "DELETED" ? 1 : 0;
            if (deleted == 3)
            {
                break;
            }
        }

        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.Applications}/publisher")).ShouldBeStatus(404, "NotFound");
    }

    [Fact]
    public async Task An_operation_runs_until_its_hooks_after_the_sync_are_done()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = await sandbox.VersionAsync();
        await sandbox.DeployAsync("whitehall", "v4000");

        var seen = await sandbox.WatchApplicationAsync("whitehall", version, application => application.HasLanded("v4000"));

        var waiting = seen.First(state => state["status"]!["operationState"]!["message"].Text().Contains("search-reindex", StringComparison.Ordinal));
        $"{waiting.Sync()} {waiting.Phase()} {waiting.Health()}".ShouldBe("Synced Running Healthy");
        var hook = seen[^1]["status"]!["operationState"]!["syncResult"]!["resources"]!.AsArray()[^1]!;
        $"{hook["name"]} {hook["hookType"]} {hook["hookPhase"]} {hook["syncPhase"]}".ShouldBe("whitehall-search-reindex PostSync Succeeded PostSync");
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.Jobs}/whitehall-search-reindex")).ShouldBeStatus(404, "NotFound");
    }

    [Fact]
    public async Task A_foreign_image_is_out_of_sync_until_argo_cd_puts_its_own_back()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = await sandbox.VersionAsync();

        await sandbox.SendAsync(
            HttpMethod.Patch, $"{Paths.Deployments}/publisher", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"ghcr.io/example/publisher:v9"}]}}}}""", "application/strategic-merge-patch+json");
        var seen = await sandbox.WatchApplicationAsync("publisher", version, application => application.HasLanded("v1366"));

        seen.ShouldContain(state => state.Sync() == "OutOfSync" && state["status"]!["summary"]!["images"]![0].Text() == "ghcr.io/example/publisher:v9");
        var operation = seen[^1]["status"]!["operationState"]!;
        operation["operation"]!["initiatedBy"]!["automated"]!.GetValue<bool>().ShouldBeTrue();
        operation["operation"]!["sync"]!["resources"]![0]!["kind"].Text().ShouldBe("Deployment");
        operation["syncResult"]!["resources"]!.AsArray().Count.ShouldBe(1, "no hook runs for it");
    }

    [Fact]
    public async Task A_deleted_pod_comes_back_and_a_scaled_deployment_has_its_pods()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        const string Selector = "labelSelector=app.kubernetes.io/instance%3Dpublisher,app.kubernetes.io/component%3Dapp";
        var before = (await sandbox.GetAsync($"{Paths.Pods}?{Selector}"))["items"]!.AsArray().Select(pod => pod!["metadata"]!["name"].Text()).ToList();

        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.Pods}/{before[0]}");
        await sandbox.WatchUntilAsync(
            Paths.Pods, Selector, pod => !before.Contains(pod["metadata"]!["name"].Text()) && pod["status"]!["containerStatuses"]?[0]!["ready"]!.GetValue<bool>() == true);
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.Deployments}/publisher", """{"spec":{"replicas":5}}""", "application/merge-patch+json");

        await sandbox.WatchUntilAsync(Paths.Deployments, "fieldSelector=metadata.name%3Dpublisher", deployment => deployment["status"]!["availableReplicas"]?.GetValue<int>() == 5);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_comparison_error_until_it_can()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        await sandbox.CommitAsync("publisher", "image_tag: [");
        await sandbox.RefreshAsync();
        var broken = (await sandbox.WatchApplicationAsync("publisher", application => application.Sync() == "Unknown"))[^1];
        await sandbox.DeployAsync("publisher", "v1367");
        var mended = (await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367")))[^1];

        broken["status"]!["conditions"]![0]!["type"].Text().ShouldBe("ComparisonError");
        broken["status"]!["conditions"]![0]!["message"].Text().ShouldContain("yaml: line ");
        broken.Health().ShouldBe("Healthy", "what runs goes on");
        mended["status"]!["conditions"]!.AsArray().ShouldBeEmpty();
        mended["status"]!["history"]!.AsArray().Select(entry => entry!["id"]!.GetValue<int>()).ShouldBe([0, 1]);
        mended["status"]!["history"]![1]!["revision"].Text().ShouldBe(mended.Revision());
    }
}
