using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class SandboxWorldTests
{
    [Fact]
    public async Task A_restart_keeps_what_was_rolled_out_addresses_and_tokens()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.DeployAsync("publisher", "v1367");
        var landed = (await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367")))[^1];
        var (endpoints, kubeconfig) = (sandbox.World.Endpoints, File.ReadAllText(sandbox.World.KubeconfigPath));

        await sandbox.RestartAsync();

        var restored = await sandbox.GetAsync($"{Paths.Applications}/publisher");
        restored.HasLanded("v1367").ShouldBeTrue();
        restored["status"]!["operationState"]!["syncResult"]!["revision"].Text().ShouldBe(landed.Revision());
        sandbox.World.Endpoints.Clusters["integration"].ShouldBe(endpoints.Clusters["integration"]);
        sandbox.World.Endpoints.Slack.ShouldBe(endpoints.Slack);
        File.ReadAllText(sandbox.World.KubeconfigPath).ShouldBe(kubeconfig);
    }

    [Fact]
    public async Task A_commit_made_while_it_was_away_is_rolled_out()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.StopAsync();
        await sandbox.CommitTagAsync("publisher", "v1367");

        await sandbox.StartWorldAsync();
        var seen = await sandbox.WatchApplicationAsync("publisher", application => application.HasLanded("v1367"));

        seen[^1]["status"]!["operationState"]!["syncResult"]!["resources"]!.AsArray().Count.ShouldBe(4, "it was synced, not taken for rolled out");
    }

    [Fact]
    public async Task Broken_state_files_are_set_aside()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.StopAsync();
        string[] files = ["endpoints.json", "faults.json", "clusters/integration.json", "versions.json"];
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(sandbox.Directory, file), "{\"half");
        }

        await sandbox.StartWorldAsync();

        (await sandbox.GetAsync($"{Paths.Applications}/publisher")).HasLanded("v1366").ShouldBeTrue();
        files.ShouldAllBe(file => File.Exists(Path.Combine(sandbox.Directory, file + ".broken")));
    }

    [Fact]
    public async Task The_kubeconfig_is_its_owners_alone()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { Environments = ["integration", "staging"] });

        var text = File.ReadAllText(sandbox.World.KubeconfigPath);

        text.ShouldContain($"server: {sandbox.World.Endpoints.Clusters["staging"].GetLeftPart(UriPartial.Authority)}\n");
        text.ShouldContain("current-context: integration");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(sandbox.World.KubeconfigPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_seed_is_taken_byte_for_byte_and_its_oddities_are_read()
    {
        var seed = Directory.CreateTempSubdirectory("release-seed-");
        var files = new Dictionary<string, string>
        {
            ["integration/bare"] = "v20",
            ["integration/quoted"] = "promote_deployment: \"true\" # said so\r\nautomatic_deploys_enabled: True\r\nimage_tag: \"v7\"",
            ["integration/empty"] = "",
            ["integration/nothing"] = "image_tag:\n",
            ["integration/broken"] = "image_tag: [",
            ["integration/plain"] = "image_tag: v1\n",
            ["test/bare"] = "release-0123",
        };
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.Combine(seed.FullName, Path.GetDirectoryName(path)!));
            File.WriteAllText(Path.Combine(seed.FullName, path), content);
        }

        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { SeedDirectory = seed.FullName });
        seed.Delete(recursive: true);

        foreach (var (path, content) in files)
        {
            (await sandbox.GitAsync(sandbox.World.ConfigRepositoryPath, "show", $"main:charts/app-config/image-tags/{path}")).ShouldBe(content);
        }

        var list = await sandbox.GetAsync(Paths.Applications);
        list["items"]!.AsArray().Select(Describe).ShouldBe([
            "app-config   ", "bare v20 false false", "plain v1 false false", "quoted v7 true true",
        ]);
    }

    [Fact]
    public async Task Slack_keeps_messages_over_a_restart_and_refuses_nonsense()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var hook = new Uri(sandbox.World.Endpoints.Slack, "services/T/B/X");

        var taken = await sandbox.Http.PostAsJsonAsync(hook, new { channel = "#govuk-deploy-alerts", text = "It failed", blocks = new[] { new { type = "section" } } }, sandbox.Cancelled);
        var refused = await sandbox.Http.PostAsync(hook, new StringContent("{nonsense"), sandbox.Cancelled);
        await sandbox.StopAsync();
        File.AppendAllText(Path.Combine(sandbox.Directory, "slack.jsonl"), "{\"channel\":\"#hal");
        await sandbox.StartWorldAsync();
        await sandbox.Http.PostAsJsonAsync(hook, new { text = "Again" }, sandbox.Cancelled);
        await sandbox.RestartAsync();

        (await taken.Content.ReadAsStringAsync(sandbox.Cancelled)).ShouldBe("ok");
        ((int)refused.StatusCode).ShouldBe(400);
        (await refused.Content.ReadAsStringAsync(sandbox.Cancelled)).ShouldBe("invalid_payload");
        sandbox.World.SlackMessages.Select(message => $"{message.Channel} {message.Text}").ShouldBe(["#govuk-deploy-alerts It failed", " Again"]);
        var listed = JsonNode.Parse(await sandbox.Http.GetStringAsync(new Uri(sandbox.World.Endpoints.Slack, "messages"), sandbox.Cancelled))!;
        listed[0]!["blocks"]![0]!["type"].Text().ShouldBe("section");
    }

    [Fact]
    public async Task A_sync_is_told_once_and_again_when_release_was_away()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await using var release = await ReleaseStub.StartAsync(failures: 1);
        await sandbox.DeployAsync("publisher", "v1367");
        sandbox.World.SetRelease(release.Address, "secret");

        const string Expected = "/api/v1/events/apps/post-sync Bearer secret {\"application\":\"publisher\",\"state\":\"Succeeded\",\"repoName\":\"publisher\",\"imageTag\":\"v1367\",\"promoteDeployment\":\"true\",\"automaticDeploysEnabled\":\"true\"}";
        (await release.NextAsync(sandbox.Cancelled)).ShouldBe(Expected);
        (await release.NextAsync(sandbox.Cancelled)).ShouldBe(Expected, "the first was answered 503");
        await sandbox.DeployAsync("whitehall", "v3234");
        (await release.NextAsync(sandbox.Cancelled)).ShouldContain("\"application\":\"whitehall\"");
    }

    [Fact]
    public async Task A_cluster_without_argo_cd_is_changed_by_clients_alone_and_keeps_what_they_did()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync(options => options with { WithoutArgoCd = ["integration"] });
        await sandbox.SendAsync(
            HttpMethod.Patch, $"{Paths.Deployments}/publisher", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"ghcr.io/example/publisher:v1400"}]}}}}""", "application/strategic-merge-patch+json");
        await sandbox.WatchUntilAsync(
            Paths.Deployments, "fieldSelector=metadata.name%3Dpublisher",
            item => item["metadata"]!["generation"]!.GetValue<int>() == 2 && item["status"]!["observedGeneration"]!.GetValue<int>() == 2
                && item["status"]!["updatedReplicas"]?.GetValue<int>() == 3 && item["status"]!["availableReplicas"]?.GetValue<int>() == 3 && item["status"]!["replicas"]?.GetValue<int>() == 3);

        await sandbox.RestartAsync();

        (await sandbox.GetAsync(Paths.Applications))["items"]!.AsArray().ShouldBeEmpty();
        (await sandbox.GetServiceAsync("services/apps/publisher/")).Body.ShouldContain("v1400");
        (await sandbox.GetServiceAsync("services/apps/whitehall/")).Body.ShouldContain("v3233");
    }

    private static string Describe(JsonNode? application)
    {
        var annotations = application!["metadata"]!["annotations"];
        return $"{application["metadata"]!["name"]} {annotations?["imageTag"]} {annotations?["automaticDeploysEnabled"]} {annotations?["promoteDeployment"]}";
    }
}
