using System.Net;
using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class KubernetesApiTests
{
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task A_watch_shows_changes_in_order_with_rising_versions()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = (await sandbox.GetAsync(Paths.ConfigMaps))["metadata"]!["resourceVersion"].Text();
        await CreateAsync(sandbox, "a");
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/a", """{"data":{"k":"2"}}""", Merge);
        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.ConfigMaps}/a");

        var changes = new List<(string Type, long Version)>();
        await foreach (var (type, item) in sandbox.WatchAsync(Paths.ConfigMaps, $"resourceVersion={version}"))
        {
            changes.Add((type, long.Parse(item["metadata"]!["resourceVersion"].Text())));
            if (type == "DELETED")
            {
                break;
            }
        }

        changes.Select(change => change.Type).ShouldBe(["ADDED", "MODIFIED", "DELETED"]);
        changes.Select(change => change.Version).ShouldBeInOrder();
    }

    [Fact]
    public async Task An_object_that_no_longer_fits_the_selector_is_deleted_for_the_watcher()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = (await sandbox.GetAsync(Paths.ConfigMaps))["metadata"]!["resourceVersion"].Text();
        await CreateAsync(sandbox, "a", """{"team":"x"}""");
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/a", """{"metadata":{"labels":{"team":"y"}}}""", Merge);

        var types = new List<string>();
        await foreach (var (type, _) in sandbox.WatchAsync(Paths.ConfigMaps, $"resourceVersion={version}&labelSelector=team%3Dx"))
        {
            types.Add(type);
            if (types.Count == 2)
            {
                break;
            }
        }

        types.ShouldBe(["ADDED", "DELETED"]);
    }

    [Fact]
    public async Task A_watch_from_before_a_restart_is_told_that_it_is_too_old()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = (await sandbox.GetAsync(Paths.ConfigMaps))["metadata"]!["resourceVersion"].Text();
        await sandbox.RestartAsync();

        var events = sandbox.WatchAsync(Paths.ConfigMaps, $"resourceVersion={version}");

        await foreach (var (type, item) in events)
        {
            type.ShouldBe("ERROR");
            item["code"]!.GetValue<int>().ShouldBe(410);
            item["reason"].Text().ShouldBe("Expired");
            return;
        }

        Assert.Fail("The watch ended without a word.");
    }

    [Fact]
    public async Task A_watch_ends_when_its_time_is_over_and_begins_with_what_is_there()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await CreateAsync(sandbox, "a");

        var types = new List<string>();
        await foreach (var (type, _) in sandbox.WatchAsync(Paths.ConfigMaps, "timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"))
        {
            types.Add(type);
        }

        types.ShouldBe(["ADDED", "BOOKMARK"]);
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await CreateAsync(sandbox, name);
        }

        var first = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2");
        var token = first["metadata"]!["continue"].Text();
        var second = await sandbox.GetAsync($"{Paths.ConfigMaps}?limit=2&continue={Uri.EscapeDataString(token)}");

        Names(first).ShouldBe(["a", "b"]);
        Names(second).ShouldBe(["c"]);
        second["metadata"]!["continue"].ShouldBeNull();
    }

    [Theory]
    [InlineData("labelSelector=tier%20in%20(web,api)", "a,b")]
    [InlineData("labelSelector=tier%20notin%20(web)", "b,c")]
    [InlineData("labelSelector=tier!%3Dweb", "b,c")]
    [InlineData("labelSelector=tier", "a,b")]
    [InlineData("labelSelector=!tier", "c")]
    [InlineData("labelSelector=tier%3Dweb,size%3Dbig", "a")]
    [InlineData("labelSelector=tier%3Dapi,size%3Dbig", "")]
    [InlineData("fieldSelector=metadata.name%3Db", "b")]
    public async Task Selectors_choose(string query, string expected)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await CreateAsync(sandbox, "a", """{"tier":"web","size":"big"}""");
        await CreateAsync(sandbox, "b", """{"tier":"api"}""");
        await CreateAsync(sandbox, "c");

        var list = await sandbox.GetAsync($"{Paths.ConfigMaps}?{query}");

        string.Join(',', Names(list)).ShouldBe(expected);
    }

    [Fact]
    public async Task Errors_are_status_objects()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await CreateAsync(sandbox, "a");

        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}/none")).ShouldBeStatus(404, "NotFound");
        (await sandbox.SendAsync(HttpMethod.Get, "/apis/nothing.io/v1/things")).ShouldBeStatus(404, "NotFound");
        (await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, """{"metadata":{"name":"a"}}""")).ShouldBeStatus(409, "AlreadyExists");
        (await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, """{"metadata":{"name":"No Name"}}""")).ShouldBeStatus(422, "Invalid");
        (await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, "{")).ShouldBeStatus(400, "BadRequest");
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?labelSelector=%3D%3D")).ShouldBeStatus(400, "BadRequest");
        (await sandbox.SendAsync(HttpMethod.Get, $"{Paths.ConfigMaps}?continue=MXx8YQ%3D%3D")).ShouldBeStatus(400, "BadRequest");
    }

    [Fact]
    public async Task Without_its_token_nothing_is_answered()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        using var request = sandbox.Request(HttpMethod.Get, Paths.ConfigMaps);
        request.Headers.Authorization = null;

        using var response = await sandbox.Http.SendAsync(request, sandbox.Cancelled);

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_replacement_of_an_old_version_is_a_conflict()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await CreateAsync(sandbox, "a");
        var mine = await sandbox.GetAsync($"{Paths.ConfigMaps}/a");
        await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/a", """{"data":{"k":"theirs"}}""", Merge);

        mine["data"] = new JsonObject { ["k"] = "mine" };
        (await sandbox.SendAsync(HttpMethod.Put, $"{Paths.ConfigMaps}/a", mine.ToJsonString())).ShouldBeStatus(409, "Conflict");

        (await sandbox.GetAsync($"{Paths.ConfigMaps}/a"))["data"]!["k"].Text().ShouldBe("theirs");
    }

    [Theory]
    [InlineData(Merge, """{"data":{"k":null,"n":"1"}}""", """{"n":"1"}""")]
    [InlineData("application/json-patch+json", """[{"op":"test","path":"/data/k","value":"v"},{"op":"add","path":"/data/a~1b","value":"1"},{"op":"remove","path":"/data/k"}]""", """{"a/b":"1"}""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"n":"1"}}""", """{"k":"v","n":"1"}""")]
    public async Task Patches_change_what_they_name(string contentType, string patch, string expected)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");

        var (status, _) = await sandbox.SendAsync(HttpMethod.Patch, $"{Paths.ConfigMaps}/a", patch, contentType);

        status.ShouldBe(200);
        JsonNode.DeepEquals((await sandbox.GetAsync($"{Paths.ConfigMaps}/a"))["data"], JsonNode.Parse(expected)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_generation_rises_with_spec_only()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        const string Job = $"{Paths.Jobs}/one";
        await sandbox.SendAsync(HttpMethod.Post, Paths.Jobs, """{"metadata":{"name":"one"},"spec":{"backoffLimit":0,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"app","image":"x:1"}]}}}}""");

        await sandbox.SendAsync(HttpMethod.Patch, Job, """{"metadata":{"labels":{"a":"b"}},"status":{"active":9}}""", Merge);
        var labelled = await sandbox.GetAsync(Job);
        await sandbox.SendAsync(HttpMethod.Patch, Job, """{"spec":{"backoffLimit":1}}""", Merge);
        var changed = await sandbox.GetAsync(Job);

        labelled["metadata"]!["generation"]!.GetValue<int>().ShouldBe(1);
        labelled["status"]?["active"]?.GetValue<int>().ShouldNotBe(9, "status is written through its subresource only");
        changed["metadata"]!["generation"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_deleted_pod_comes_back_under_another_name()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        const string Selector = "labelSelector=app.kubernetes.io/instance%3Dpublisher";
        var before = Names(await sandbox.GetAsync($"{Paths.Pods}?{Selector}"));

        await sandbox.SendAsync(HttpMethod.Delete, $"{Paths.Pods}/{before[0]}");
        await sandbox.WatchUntilAsync(Paths.Pods, Selector, pod =>
            !before.Contains(pod["metadata"]!["name"].Text()) && pod["status"]?["containerStatuses"]?[0]?["ready"]?.GetValue<bool>() == true);

        Names(await sandbox.GetAsync($"{Paths.Pods}?{Selector}")).Count.ShouldBe(before.Count);
    }

    private static List<string> Names(JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"].Text())];

    private static Task CreateAsync(SandboxUnderTest sandbox, string name, string labels = "{}") =>
        sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, $$"""{"metadata":{"name":"{{name}}","labels":{{labels}} } }""");
}

internal static class StatusAssertions
{
    public static void ShouldBeStatus(this (int Status, JsonNode Body) answer, int code, string reason)
    {
        answer.Status.ShouldBe(code);
        answer.Body["kind"].Text().ShouldBe("Status");
        answer.Body["reason"].Text().ShouldBe(reason);
        answer.Body["code"]!.GetValue<int>().ShouldBe(code);
    }
}
