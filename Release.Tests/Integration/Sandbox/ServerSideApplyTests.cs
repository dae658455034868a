using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class ServerSideApplyTests
{
    private const string Apply = "application/apply-patch+yaml";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Path = $"{Paths.Deployments}/web";

    private const string Whole =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","labels":{"team":"x"}},"spec":{"replicas":2,
        "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[
        {"name":"app","image":"web:1","ports":[{"containerPort":80}],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]}]}}}}
        """;

    private const string ImageOnly =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"template":{"spec":{"containers":[{"name":"app","image":"web:2"}]}}}}
        """;

    [Fact]
    public async Task An_apply_needs_a_manager()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        var refused = await sandbox.SendAsync(HttpMethod.Patch, Path, Whole, Apply);

        refused.ShouldBeStatus(422, "Invalid");
        refused.Body["message"].Text().ShouldBe("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
    }

    [Fact]
    public async Task An_apply_creates_and_owns_what_it_names()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();

        var (status, made) = await ApplyAsync(sandbox, Whole, "one");

        status.ShouldBe(201);
        var owner = made["metadata"]!["managedFields"]!.AsArray().ShouldHaveSingleItem()!;
        owner["manager"].Text().ShouldBe("one");
        owner["operation"].Text().ShouldBe("Apply");
        owner["apiVersion"].Text().ShouldBe("apps/v1");
        owner["fieldsType"].Text().ShouldBe("FieldsV1");
        JsonNode.DeepEquals(owner["fieldsV1"], JsonNode.Parse(
            """
            {"f:metadata":{"f:labels":{"f:team":{}}},"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},
            "f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:name":{},"f:image":{},
            "f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}},"k:{\"name\":\"B\"}":{".":{},"f:name":{},"f:value":{}}},
            "f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}
            """)).ShouldBeTrue(owner["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public async Task What_another_owns_is_a_conflict_until_it_is_forced()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await ApplyAsync(sandbox, Whole, "one");

        var conflict = await ApplyAsync(sandbox, ImageOnly, "two");
        var forced = await ApplyAsync(sandbox, ImageOnly, "two", "&force=true");

        conflict.ShouldBeStatus(409, "Conflict");
        conflict.Body["message"].Text().ShouldBe("Apply failed with 1 conflict: conflict with \"one\": .spec.template.spec.containers[name=\"app\"].image");
        var cause = conflict.Body["details"]!["causes"]!.AsArray().ShouldHaveSingleItem()!;
        cause["reason"].Text().ShouldBe("FieldManagerConflict");
        cause["message"].Text().ShouldBe("conflict with \"one\"");
        cause["field"].Text().ShouldBe(".spec.template.spec.containers[name=\"app\"].image");
        forced.Status.ShouldBe(200);
        Image(forced.Body).ShouldBe("web:2");
        Fields(forced.Body, "one").ShouldNotContain("f:image");
        Fields(forced.Body, "two").ShouldContain("f:image");
    }

    [Fact]
    public async Task Who_updates_owns_too_and_is_named_with_version_and_time()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.SendAsync(HttpMethod.Post, $"{Paths.Deployments}?fieldManager=kubectl-create", Whole);

        var conflict = await ApplyAsync(sandbox, ImageOnly, "two");

        conflict.ShouldBeStatus(409, "Conflict");
        conflict.Body["details"]!["causes"]![0]!["message"].Text().ShouldMatch("^conflict with \"kubectl-create\" using apps/v1 at [0-9TZ:-]+$");
    }

    [Fact]
    public async Task The_same_value_is_shared_without_a_conflict()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await ApplyAsync(sandbox, Whole, "one");

        var (status, both) = await ApplyAsync(sandbox, ImageOnly.Replace("web:2", "web:1"), "two");
        var again = await ApplyAsync(sandbox, ImageOnly.Replace("web:2", "web:1"), "two");

        status.ShouldBe(200);
        Fields(both, "one").ShouldContain("f:image");
        Fields(both, "two").ShouldContain("f:image");
        JsonNode.DeepEquals(again.Body["metadata"]!["managedFields"], both["metadata"]!["managedFields"]).ShouldBeTrue("nothing changed, so nobody's time does");
    }

    [Fact]
    public async Task What_a_manager_no_longer_names_goes_away_unless_another_has_it()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await ApplyAsync(sandbox, Whole, "one");
        await ApplyAsync(sandbox, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2}}""", "two");
        var less = JsonNode.Parse(Whole)!;
        less["spec"]!.AsObject().Remove("replicas");
        less["metadata"]!.AsObject().Remove("labels");
        less["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().RemoveAt(1);

        var (_, after) = await ApplyAsync(sandbox, less.ToJsonString(), "one");

        after["spec"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        after["metadata"]!["labels"].ShouldBeNull();
        after["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().Select(entry => entry!["name"].Text()).ShouldBe(["A"]);
    }

    [Fact]
    public async Task An_ordinary_write_takes_what_it_changes()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await ApplyAsync(sandbox, Whole, "one");

        var (_, after) = await sandbox.SendAsync(
            HttpMethod.Patch, $"{Path}?fieldManager=kubectl-set", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"web:3"}]}}}}""", Strategic);

        Image(after).ShouldBe("web:3");
        Fields(after, "one").ShouldNotContain("f:image");
        Fields(after, "kubectl-set").ShouldBe("""{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{"f:image":{}}}}}}}""");
    }

    [Fact]
    public async Task Status_is_owned_apart()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        await sandbox.SendAsync(HttpMethod.Post, "/api/v1/namespaces/apps/services?fieldManager=me", """{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}""");

        var (status, after) = await sandbox.SendAsync(
            HttpMethod.Patch, "/api/v1/namespaces/apps/services/s/status?fieldManager=balancer", """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""", Strategic);

        status.ShouldBe(200);
        var owner = after["metadata"]!["managedFields"]!.AsArray().Single(entry => entry!["manager"].Text() == "balancer")!;
        owner["subresource"].Text().ShouldBe("status");
        Fields(after, "balancer").ShouldBe("""{"f:status":{"f:conditions":{".":{},"k:{\"type\":\"Ready\"}":{".":{},"f:status":{},"f:type":{}}}}}""");
    }

    [Fact]
    public async Task Of_what_nobody_kept_owners_for_somebody_is_assumed()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var path = $"{Paths.Applications}/publisher";
        const string Wish = """{"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":"publisher"},"spec":{"project":"other"}}""";

        var conflict = await sandbox.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=two", Wish, Apply);
        var forced = await sandbox.SendAsync(HttpMethod.Patch, $"{path}?fieldManager=two&force=true", Wish, Apply);

        conflict.ShouldBeStatus(409, "Conflict");
        forced.Body["spec"]!["project"].Text().ShouldBe("other");
        Fields(forced.Body, "two").ShouldBe("""{"f:spec":{"f:project":{}}}""");
    }

    private static Task<(int Status, JsonNode Body)> ApplyAsync(SandboxUnderTest sandbox, string body, string manager, string more = "") =>
        sandbox.SendAsync(HttpMethod.Patch, $"{Path}?fieldManager={manager}{more}", body, Apply);

    private static string Image(JsonNode deployment) => deployment["spec"]!["template"]!["spec"]!["containers"]![0]!["image"].Text();

    private static string Fields(JsonNode item, string manager) =>
        item["metadata"]!["managedFields"]!.AsArray().Single(entry => entry!["manager"].Text() == manager)!["fieldsV1"]!
            .ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
