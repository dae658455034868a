using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class StoreSemanticsTests
{
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task Pages_are_of_the_version_at_which_the_list_began()
    {
        await using var sandbox = await StartAsync("a", "b", "c", "d");
        var first = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2");
        await CreateAsync(sandbox, "bb");
        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/c");
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/d", """{"data":{"k":"new"}}""", Merge);

        var second = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2&continue={first["metadata"]!["continue"]}");

        Names(first).ShouldBe(["a", "b"]);
        first["metadata"]!["remainingItemCount"]!.GetValue<int>().ShouldBe(2);
        Names(second).ShouldBe(["c", "d"]);
        second["items"]![1]!["data"].ShouldBeNull();
        second["metadata"]!["resourceVersion"].Text().ShouldBe(first["metadata"]!["resourceVersion"].Text());
        second["metadata"]!["continue"].ShouldBeNull();
    }

    [Fact]
    public async Task A_selector_with_pages_counts_only_what_fits()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        foreach (var (name, team) in new[] { ("a", "x"), ("b", "y"), ("c", "x"), ("d", "y"), ("e", "x"), ("f", "y") })
        {
            await CreateAsync(sandbox, name, $$"""{"team":"{{team}}"}""");
        }

        var first = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2&labelSelector=team%3Dx");
        var second = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2&labelSelector=team%3Dx&continue={first["metadata"]!["continue"]}");

        Names(first).ShouldBe(["a", "c"]);
        first["metadata"]!["remainingItemCount"].ShouldBeNull();
        Names(second).ShouldBe(["e"]);
        second["metadata"]!["continue"].ShouldBeNull();
    }

    [Fact]
    public async Task An_expired_page_is_gone_but_for_an_inconsistent_rest()
    {
        await using var sandbox = await StartAsync("a", "b", "c");
        var first = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=1");
        await CreateAsync(sandbox, "bb");
        sandbox.World.ApiFaults("integration").ExpireHistory();

        var expired = await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?limit=1&continue={first["metadata"]!["continue"]}");
        var rest = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=9&continue={expired.Body["metadata"]!["continue"]}");

        expired.ShouldBeStatus(410, "Expired");
        expired.Body["message"].Text().ShouldStartWith("The provided continue parameter is too old to display a consistent list result. You can start a new list");
        Names(rest).ShouldBe(["b", "bb", "c"]);
    }

    [Fact]
    public async Task A_list_can_be_had_at_a_version_that_is_over()
    {
        await using var sandbox = await StartAsync("a");
        var then = await sandbox.VersionAsync();
        await CreateAsync(sandbox, "b");
        var now = long.Parse(await sandbox.VersionAsync());

        Names(await sandbox.GetAsync($"{Paths.ConfigMaps}?resourceVersion={then}&resourceVersionMatch=Exact")).ShouldBe(["a"]);
        Names(await sandbox.GetAsync($"{Paths.ConfigMaps}?resourceVersion={then}&resourceVersionMatch=NotOlderThan")).ShouldBe(["a", "b"]);
        Names(await sandbox.GetAsync($"{Paths.ConfigMaps}?resourceVersion=0")).ShouldBe(["a", "b"]);
        var early = await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?resourceVersion={now + 1000}&resourceVersionMatch=NotOlderThan");
        early.ShouldBeStatus(504, "Timeout");
        early.Body["details"]!["causes"]![0]!["reason"].Text().ShouldBe("ResourceVersionTooLarge");
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?resourceVersionMatch=Exact")).ShouldBeStatus(422, "Invalid");
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?watch=true&sendInitialEvents=true")).ShouldBeStatus(422, "Invalid");
    }

    [Fact]
    public async Task A_watch_list_ends_its_beginning_with_a_marked_bookmark_and_has_one_before_its_end()
    {
        await using var sandbox = await StartAsync("a");
        var seen = new List<string>();
        await foreach (var (type, item) in sandbox.WatchAsync(
            Paths.ConfigMaps, "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=3"))
        {
            seen.Add($"{type} {item["metadata"]!["annotations"]?["k8s.io/initial-events-end"]}");
        }

        seen.ShouldBe(["ADDED ", "BOOKMARK true", "BOOKMARK "]);
    }

    [Fact]
    public async Task A_finalizer_holds_an_object_until_it_is_taken_away()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, """{"metadata":{"name":"held","finalizers":["example.org/hold"]}}""");

        var answer = await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/held");
        var held = await sandbox.GetAsync($"{Paths.ConfigMaps}/held");
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/held", """{"metadata":{"finalizers":null}}""", Merge);

        answer.Body["kind"].Text().ShouldBe("ConfigMap");
        held["metadata"]!["deletionTimestamp"].Text().ShouldNotBeEmpty();
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}/held")).ShouldBeStatus(404, "NotFound");
    }

    [Fact]
    public async Task Preconditions_of_a_deletion_count()
    {
        await using var sandbox = await StartAsync("a");
        var item = await sandbox.GetAsync($"{Paths.ConfigMaps}/a");

        (await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/a", """{"preconditions":{"uid":"other"}}""")).ShouldBeStatus(409, "Conflict");
        (await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/a", """{"preconditions":{"resourceVersion":"1"}}""")).ShouldBeStatus(409, "Conflict");
        var deleted = await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/a", $$$"""{"preconditions":{"uid":"{{{item["metadata"]!["uid"]}}}"}}""");

        deleted.Body["status"].Text().ShouldBe("Success");
        deleted.Body["details"]!["uid"].Text().ShouldBe(item["metadata"]!["uid"].Text());
    }

    [Fact]
    public async Task An_orphan_stays_when_its_owner_goes_and_a_dependent_goes_first_in_the_foreground()
    {
        await using var sandbox = await StartAsync("orphaning", "cascading");
        foreach (var owner in new[] { "orphaning", "cascading" })
        {
            var uid = (await sandbox.GetAsync($"{Paths.ConfigMaps}/{owner}"))["metadata"]!["uid"];
            await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, $$$"""{"metadata":{"name":"{{{owner}}}-child","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"{{{owner}}}","uid":"{{{uid}}}"}]}}""");
        }

        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/orphaning?propagationPolicy=Orphan");
        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/cascading", """{"propagationPolicy":"Foreground"}""");

        await GoneAsync(sandbox, Paths.ConfigMaps, "orphaning", "cascading", "cascading-child");
        (await sandbox.GetAsync($"{Paths.ConfigMaps}/orphaning-child"))["metadata"]!["ownerReferences"].ShouldBeNull();
    }

    [Fact]
    public async Task A_dry_run_answers_and_stores_nothing()
    {
        await using var sandbox = await StartAsync("a");

        var created = await sandbox.SendAsync(HttpMethod.Post, $"{Paths.ConfigMaps}?dryRun=All", """{"metadata":{"generateName":"b-"}}""");
        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/a?dryRun=All");

        created.Status.ShouldBe(201);
        created.Body["metadata"]!["name"].Text().ShouldStartWith("b-");
        Names(await sandbox.GetAsync(Paths.ConfigMaps)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_field_that_there_is_not_is_refused_strictly_and_warned_of_otherwise()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        const string Body = """{"metadata":{"name":"a"},"dada":{"k":"v"}}""";

        var strict = await sandbox.SendAsync(HttpMethod.Post, $"{Paths.ConfigMaps}?fieldValidation=Strict", Body);
        using var request = sandbox.Request(HttpMethod.Post, Paths.ConfigMaps, Body);
        using var lenient = await sandbox.Http.SendAsync(request, sandbox.Cancelled);

        strict.ShouldBeStatus(400, "BadRequest");
        strict.Body["message"].Text().ShouldContain("strict decoding error: unknown field \"dada\"");
        ((int)lenient.StatusCode).ShouldBe(201);
        lenient.Headers.GetValues("Warning").ShouldBe(["299 - \"unknown field \\\"dada\\\"\""]);
    }

    [Fact]
    public async Task Scale_changes_the_number_and_nothing_else()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var path = $"{Paths.Deployments}/publisher/scale";

        var before = await sandbox.GetAsync(path);
        var (_, after) = await sandbox.SendAsync(HttpMethod.Patch, path, """{"spec":{"replicas":5}}""", Merge);

        before["kind"].Text().ShouldBe("Scale");
        after["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
        (await sandbox.GetAsync($"{Paths.Deployments}/publisher"))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(5);
    }

    [Fact]
    public async Task A_custom_resource_without_a_status_subresource_counts_every_change()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var path = $"{Paths.Applications}/app-config";
        var before = (await sandbox.GetAsync(path))["metadata"]!["generation"]!.GetValue<long>();

        await sandbox.SendAsync(HttpMethod.Patch, path, """{"status":{"note":"by hand"}}""", Merge);
        await sandbox.SendAsync(HttpMethod.Patch, path, """{"metadata":{"labels":{"a":"b"}}}""", Merge);

        (await sandbox.GetAsync(path))["metadata"]!["generation"]!.GetValue<long>().ShouldBe(before + 1);
        (await sandbox.SendAsync(HttpMethod.Patch, $"{path}/status", "{}", Merge)).ShouldBeStatus(404, "NotFound");
    }

    [Fact]
    public async Task A_namespace_takes_everything_in_it_away()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"metadata":{"name":"mine"}}""");
        await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces/mine/configmaps", """{"metadata":{"name":"a"}}""");
        await sandbox.WatchUntilAsync("/api/v1/namespaces/mine/serviceaccounts", "", account => account["metadata"]!["name"].Text() == "default");

        var ending = await sandbox.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/mine");

        ending.Body["status"]!["phase"].Text().ShouldBe("Terminating");
        await GoneAsync(sandbox, "/api/v1/namespaces", "mine");
        Names(await sandbox.GetAsync("/api/v1/configmaps")).ShouldBeEmpty();
    }

    private static async Task GoneAsync(SandboxUnderTest sandbox, string path, params string[] names)
    {
        var left = names.ToHashSet();
        await foreach (var (type, item) in sandbox.WatchAsync(path, "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"))
        {
            if (type == "BOOKMARK")
            {
                var there = Names(await sandbox.GetAsync(path));
                left.RemoveWhere(name => !there.Contains(name));
            }
            else if (type == "DELETED")
            {
                left.Remove(item["metadata"]!["name"].Text());
            }

            if (left.Count == 0)
            {
                return;
            }
        }
    }

    private static List<string> Names(JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"].Text())];

    private static async Task<SandboxUnderTest> StartAsync(params string[] names)
    {
        var sandbox = await SandboxUnderTest.StartAsync();
        foreach (var name in names)
        {
            await CreateAsync(sandbox, name);
        }

        return sandbox;
    }

    private static Task CreateAsync(SandboxUnderTest sandbox, string name, string labels = "{}") =>
        sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, $$"""{"metadata":{"name":"{{name}}","labels":{{labels}} } }""");
}
