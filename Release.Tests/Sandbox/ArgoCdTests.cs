namespace Release.Tests.Sandbox;

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

        pods["items"]!.AsArray().Count.ShouldBe(2);
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
            if (deleted == 2)
            {
                break;
            }
        }

        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.Applications}/publisher")).ShouldBeStatus(404, "NotFound");
    }
}
