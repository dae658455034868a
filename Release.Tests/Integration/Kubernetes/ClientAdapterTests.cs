using System.Text.Json.Nodes;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Integration.Clusters;
using k8s.Models;
using WatchEventType = k8s.WatchEventType;

namespace Release.Tests.Integration.Kubernetes;

/// <summary>The client against the cluster under test: what the API's documentation promises, and nothing else.</summary>
public sealed class ClientAdapterTests(ClusterUnderTest cluster) : IClassFixture<ClusterUnderTest>, IAsyncLifetime
{
    private TestNamespace _namespace = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Namespace => _namespace.Name;

    public async ValueTask InitializeAsync() => _namespace = await cluster.NamespaceAsync(Stop);

    public ValueTask DisposeAsync() => _namespace.DisposeAsync();

    [Fact]
    public async Task What_is_created_can_be_got_and_is_there_only_once()
    {
        var created = await CreateAsync("one", "1");
        created.Metadata.Uid.ShouldNotBeNullOrEmpty();
        var got = await cluster.Admin.GetAsync(TestKinds.ConfigMaps, Namespace, "one", Stop);
        got!.Metadata.ResourceVersion.ShouldBe(created.Metadata.ResourceVersion);
        got.At("data", "key").GetString().ShouldBe("1");
        (await cluster.Admin.GetAsync(TestKinds.ConfigMaps, Namespace, "two", Stop)).ShouldBeNull();

        var twice = await Should.ThrowAsync<KubernetesConflictException>(() => CreateAsync("one", "2"));
        twice.AlreadyExists.ShouldBeTrue();
        twice.Conflicts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_is_read_in_pages_and_says_where_a_watch_goes_on()
    {
        for (var number = 0; number < 7; number++)
        {
            await CreateAsync($"item-{number}", "1", """{"of":"pages"}""");
        }

        var client = cluster.Client(ClusterLimits.Default with { PageSize = 2 });
        var selection = new ObjectSelection(Namespace, "of=pages");
        var list = await client.ListAsync(TestKinds.ConfigMaps, selection, Stop);
        list.Items.Select(item => item.Metadata.Name).ShouldBe(Enumerable.Range(0, 7).Select(number => $"item-{number}"));

        await CreateAsync("item-7", "1", """{"of":"pages"}""");
        using var watch = await client.OpenWatchAsync(TestKinds.ConfigMaps, selection, list.ResourceVersion, Stop);
        var first = await watch.NextAsync(Stop);
        (first!.Type, first.Object!.Metadata.Name).ShouldBe((WatchEventType.Added, "item-7"));
    }

    [Fact]
    public async Task Selectors_choose()
    {
        await CreateAsync("a", "1", """{"tier":"web","team":"x"}""");
        await CreateAsync("b", "1", """{"tier":"api"}""");
        (await NamesAsync(new ObjectSelection(Namespace, "tier in (web,db)"))).ShouldBe(["a"]);
        (await NamesAsync(new ObjectSelection(Namespace, "tier,!team"))).ShouldBe(["b"]);
        (await NamesAsync(new ObjectSelection(Namespace, Fields: "metadata.name=b"))).ShouldBe(["b"]);
        (await NamesAsync(new ObjectSelection(Labels: "team=x"))).ShouldContain("a");
    }

    [Fact]
    public async Task A_watch_tells_changes_in_order_and_ends_when_its_time_is_over()
    {
        var client = cluster.Client(ClusterLimits.Default with { Watch = TimeSpan.FromSeconds(2) });
        var selection = new ObjectSelection(Namespace, "of=watch");
        var start = await client.ListAsync(TestKinds.ConfigMaps, selection, Stop);
        await CreateAsync("w", "1", """{"of":"watch"}""");
        await PatchAsync("w", "2");
        await cluster.Admin.DeleteAsync(TestKinds.ConfigMaps, Namespace, "w", Stop);

        var seen = new List<string>();
        var last = start.ResourceVersion;
        await foreach (var change in client.WatchAsync(TestKinds.ConfigMaps, selection, start.ResourceVersion, Stop))
        {
            change.ResourceVersion.ShouldNotBeNull();
            last = change.ResourceVersion;
            if (change.Object is { } item)
            {
                seen.Add($"{change.Type} {item.At("data", "key")}");
            }
        }

        seen.ShouldBe(["Added 1", "Modified 2", "Deleted 2"]);
        await CreateAsync("later", "3", """{"of":"watch"}""");
        using var again = await client.OpenWatchAsync(TestKinds.ConfigMaps, selection, last, Stop);
        (await again.NextAsync(Stop))!.Object!.Metadata.Name.ShouldBe("later");
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names_and_null_removes()
    {
        await CreateAsync("m", "1", """{"keep":"yes","drop":"yes"}""");
        var patched = await cluster.Admin.MergePatchAsync(
            TestKinds.ConfigMaps, Namespace, "m", Manifests.Parse("""{"metadata":{"labels":{"drop":null,"new":"x"} }}"""), Stop);
        patched!.Metadata.Labels!.Keys.Order(StringComparer.Ordinal).ShouldBe(["keep", "new"]);
        patched.At("data", "key").GetString().ShouldBe("1");

        var stale = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = "1" }, ["data"] = new JsonObject { ["key"] = "9" } };
        var conflict = await Should.ThrowAsync<KubernetesConflictException>(() => cluster.Admin.MergePatchAsync(TestKinds.ConfigMaps, Namespace, "m", stale, Stop));
        conflict.AlreadyExists.ShouldBeFalse();
    }

    [Fact]
    public async Task A_JSON_patch_is_done_as_a_whole_or_not_at_all()
    {
        await CreateAsync("j", "1");
        await cluster.Admin.JsonPatchAsync(
            TestKinds.ConfigMaps, Namespace, "j", Operations("""[{"op":"test","path":"/data/key","value":"1"},{"op":"replace","path":"/data/key","value":"2"}]"""), Stop);
        var refused = await Should.ThrowAsync<OutsideException>(() => cluster.Admin.JsonPatchAsync(
            TestKinds.ConfigMaps, Namespace, "j", Operations("""[{"op":"replace","path":"/data/key","value":"3"},{"op":"test","path":"/data/key","value":"1"}]"""), Stop));
        refused.Kind.ShouldBe(FailureKind.Application);
        (await cluster.Admin.GetAsync(TestKinds.ConfigMaps, Namespace, "j", Stop))!.At("data", "key").GetString().ShouldBe("2");

        static JsonArray Operations(string json) => JsonNode.Parse(json)!.AsArray();
    }

    [Fact]
    public async Task Status_is_written_only_through_its_subresource()
    {
        var pod = await cluster.Admin.CreateAsync(ResourceKinds.Pods, Namespace, Manifests.Pod("s"), Stop);
        var message = new JsonObject { ["status"] = new JsonObject { ["message"] = "hello" } };
        (await cluster.Admin.MergePatchAsync(ResourceKinds.Pods, Namespace, "s", (JsonObject)message.DeepClone(), Stop))!.Status?.Message.ShouldBeNull();
        (await cluster.Admin.MergePatchAsync(ResourceKinds.Pods, Namespace, "s", message, Stop, subresource: "status"))!.Status!.Message.ShouldBe("hello");
        (await cluster.Kubelet.ReadyAsync(pod!, Stop)).Status!.Message.ShouldBe("hello");
    }

    [Fact]
    public async Task Deleting_can_ask_for_the_very_object()
    {
        var created = await CreateAsync("d", "1");
        await Should.ThrowAsync<KubernetesConflictException>(() => cluster.Admin.DeleteAsync(
            TestKinds.ConfigMaps, Namespace, "d", Stop, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = "00000000-0000-0000-0000-000000000000" } }));
        (await cluster.Admin.DeleteAsync(
            TestKinds.ConfigMaps, Namespace, "d", Stop,
            new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = created.Metadata.Uid, ResourceVersion = created.Metadata.ResourceVersion }, GracePeriodSeconds = 0 })).ShouldBeTrue();
        (await cluster.Admin.DeleteAsync(TestKinds.ConfigMaps, Namespace, "d", Stop)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_belongs_to_a_deployment_goes_with_it()
    {
        await cluster.Admin.CreateAsync(ResourceKinds.Deployments, Namespace, Manifests.Deployment("web", "registry.test/o/web:v1"), Stop);
        var pod = (await cluster.Kubelet.WaitForPodsAsync(Namespace, "app=web", 1, Stop))[0];
        pod.Metadata.OwnerReferences!.ShouldContain(owner => owner.Kind == "ReplicaSet" && owner.Controller);
        var set = (await cluster.Admin.ListAsync(TestKinds.ReplicaSets, new ObjectSelection(Namespace), Stop)).Items.ShouldHaveSingleItem();
        set.At("spec", "replicas").GetInt32().ShouldBe(1);
        set.Metadata.OwnerReferences!.ShouldHaveSingleItem().Name.ShouldBe("web");

        await cluster.Admin.DeleteAsync(ResourceKinds.Deployments, Namespace, "web", Stop);
        await cluster.Kubelet.WaitForPodsAsync(Namespace, "app=web", 0, Stop);
    }

    [Fact]
    public async Task A_version_that_is_too_old_and_a_page_token_that_is_none_are_said()
    {
        var client = cluster.Admin;
        await CreateAsync("x", "1");
        var expired = await Should.ThrowAsync<KubernetesExpiredException>(async () =>
        {
            using var watch = await client.OpenWatchAsync(TestKinds.ConfigMaps, new ObjectSelection(Namespace), "1", Stop);
            await watch.NextAsync(Stop);
        });
        expired.Message.ShouldContain("too old resource version");

        var garbage = TestKinds.Kind("", "v1", "configmaps?limit=1&continue=garbage&x=");
        (await Should.ThrowAsync<Exception>(() => client.GetAsync(garbage, Namespace, "", Stop))).ShouldBeOfType<OutsideException>().Kind.ShouldBe(FailureKind.Application);
    }

    [Fact]
    public async Task Refusals_are_put_into_words()
    {
        var unknown = TestKinds.Kind("release.test", "v1", "things") with { Definition = "Somebody's Thing" };
        (await Should.ThrowAsync<OutsideException>(() => cluster.Admin.ListAsync(unknown, new ObjectSelection(), Stop))).Message
            .ShouldBe("Somebody's Thing definition is not installed in the integration cluster (things.release.test).");
        (await Should.ThrowAsync<OutsideException>(() => cluster.Admin.GetAsync(unknown, Namespace, "x", Stop))).Kind.ShouldBe(FailureKind.NotFound);

        var nowhere = await Should.ThrowAsync<OutsideException>(() => cluster.Admin.CreateAsync(TestKinds.ConfigMaps, Namespace + "-not", Manifests.ConfigMap("x"), Stop));
        nowhere.Kind.ShouldBe(FailureKind.NotFound);
        nowhere.Message.ShouldContain($"namespaces \"{Namespace}-not\" not found");

        var invalid = await Should.ThrowAsync<OutsideException>(() => cluster.Admin.CreateAsync(TestKinds.ConfigMaps, Namespace, Manifests.ConfigMap("Not A Name"), Stop));
        invalid.Kind.ShouldBe(FailureKind.Application);
        invalid.Message.ShouldContain("does not accept this request to create configmaps");
        (await Should.ThrowAsync<OutsideException>(() => cluster.Admin.MergePatchAsync(TestKinds.ConfigMaps, Namespace, "no", [], Stop))).Kind.ShouldBe(FailureKind.NotFound);
    }

    [Fact]
    public async Task Who_may_not_is_told_what_to_ask_for_and_may_once_it_is_granted()
    {
        await cluster.Admin.CreateAsync(TestKinds.ServiceAccounts, Namespace, Manifests.Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"reader"} }"""), Stop);
        var answer = await cluster.Admin.CreateAsync(
            TestKinds.Kind("", "v1", "serviceaccounts/reader/token"), Namespace,
            Manifests.Parse("""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":600} }"""), Stop);
        var token = answer!.At("status", "token").GetString()!;
        var reader = cluster.ClientOf(token);

        var refused = await Should.ThrowAsync<OutsideException>(() => reader.ListAsync(ResourceKinds.Pods, new ObjectSelection(Namespace), Stop));
        refused.Kind.ShouldBe(FailureKind.Permission);
        refused.Message.ShouldContain($"Release may not list pods in {Namespace} in the integration cluster");
        refused.Message.ShouldContain($"system:serviceaccount:{Namespace}:reader");
        refused.Message.ShouldContain($"Grant its user the verb 'list' on 'pods' in the API group '' in the namespace '{Namespace}' (Role).");
        refused.ToString().ShouldNotContain(token);

        await cluster.Admin.CreateAsync(TestKinds.Roles, Namespace, Manifests.Parse("""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]}
            """), Stop);
        await cluster.Admin.CreateAsync(TestKinds.RoleBindings, Namespace, Manifests.Parse($$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"reader"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},
             "subjects":[{"kind":"ServiceAccount","name":"reader","namespace":"{{Namespace}}"}]}
            """), Stop);
        await UntilAllowedAsync(reader);
        (await Should.ThrowAsync<OutsideException>(() => reader.MergePatchAsync(ResourceKinds.Pods, Namespace, "x", [], Stop, subresource: "status"))).Message
            .ShouldContain("Grant its user the verb 'patch' on 'pods/status'");

        var nobody = cluster.ClientOf("not-a-token");
        (await Should.ThrowAsync<OutsideException>(() => nobody.ListAsync(ResourceKinds.Pods, new ObjectSelection(Namespace), Stop))).Message
            .ShouldContain("The integration cluster does not accept Release's credentials");
    }

    [Fact]
    public async Task A_log_that_is_not_there_is_null_or_empty_and_a_pod_that_is_not_there_is_null()
    {
        (await cluster.Admin.PodLogAsync(Namespace, "no-such-pod", null, previous: false, 5, Stop)).ShouldBeNull();
        await cluster.Admin.CreateAsync(ResourceKinds.Pods, Namespace, Manifests.Pod("quiet"), Stop);
        var log = await cluster.Admin.PodLogAsync(Namespace, "quiet", "app", previous: false, 5, Stop);
        log.ShouldBeNullOrEmpty();
    }

    /// <summary>Rules reach an API server's authoriser by its own watch, a moment later: a watch on what is granted shows when.</summary>
    private async Task UntilAllowedAsync(ClusterClient reader)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Observation.Limit);
        while (true)
        {
            try
            {
                await reader.ListAsync(ResourceKinds.Pods, new ObjectSelection(Namespace), limit.Token);
                return;
            }
            catch (OutsideException exception) when (exception.Kind == FailureKind.Permission)
            {
                // Not yet: something is written meanwhile, so that this does not spin on the server alone.
                await PatchOrCreateAsync("wait", limit.Token);
            }
        }
    }

    private async Task PatchOrCreateAsync(string name, CancellationToken cancellationToken) =>
        await cluster.Admin.ApplyAsync(TestKinds.ConfigMaps, Namespace, name, Manifests.ConfigMap(name), "release-test", force: true, cancellationToken);

    private async Task<TestObject> CreateAsync(string name, string value, string? labels = null) =>
        (await cluster.Admin.CreateAsync(TestKinds.ConfigMaps, Namespace, Manifests.ConfigMap(name, value, labels), Stop))!;

    private Task PatchAsync(string name, string value) =>
        cluster.Admin.MergePatchAsync(TestKinds.ConfigMaps, Namespace, name, new JsonObject { ["data"] = new JsonObject { ["key"] = value } }, Stop);

    private async Task<IEnumerable<string>> NamesAsync(ObjectSelection selection) =>
        (await cluster.Admin.ListAsync(TestKinds.ConfigMaps, selection, Stop)).Items.Select(item => item.Metadata.Name);
}
