using System.Text.Json.Nodes;

namespace Release.Tests.Integration.Sandbox;

public sealed class BareClusterTests
{
    private const string Selector = "app=web";

    [Fact]
    public async Task A_deployment_is_complete_once_its_pods_say_they_are_ready()
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        await bare.CreateAsync(Paths.Deployments, Deployment("web", replicas: 2, "web:v1"));

        var pods = await bare.WaitForPodsAsync(Selector, 2);
        var pending = await bare.WaitForAsync($"{Paths.Deployments}/web", item => item["status"]?["replicas"]?.GetValue<int>() == 2);
        foreach (var pod in Names(pods))
        {
            await bare.MakeReadyAsync(pod);
        }

        var complete = await bare.WaitForAsync($"{Paths.Deployments}/web", item => item["status"]?["availableReplicas"]?.GetValue<int>() == 2);
        pods["items"]!.AsArray().ShouldAllBe(pod => pod!["status"]!["phase"].Text() == "Pending" && pod["spec"]!["nodeName"] == null);
        Reason(pending, "Available").ShouldBe("MinimumReplicasUnavailable");
        pending["status"]!["unavailableReplicas"]!.GetValue<int>().ShouldBe(2);
        Reason(complete, "Available").ShouldBe("MinimumReplicasAvailable");
        Reason(complete, "Progressing").ShouldBe("NewReplicaSetAvailable");
        complete["status"]!["observedGeneration"]!.GetValue<int>().ShouldBe(1);
        complete["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"].Text().ShouldBe("1");
        var owner = pods["items"]![0]!["metadata"]!["ownerReferences"]![0]!;
        owner["kind"].Text().ShouldBe("ReplicaSet");
        owner["name"].Text().ShouldBe("web-" + pods["items"]![0]!["metadata"]!["labels"]!["pod-template-hash"]);
    }

    [Fact]
    public async Task A_rolling_update_goes_by_surge_and_unavailability()
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        await bare.CreateAsync(Paths.Deployments, Deployment("web", replicas: 4, "web:v1"));
        await ReadyAsync(bare, Selector, 4);

        await bare.PatchAsync($"{Paths.Deployments}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"web:v2"}]}}}}""");
        // A quarter more and a quarter fewer: three old ones stay, and two new ones come.
        var mixed = await bare.WaitForAsync($"{Paths.Pods}?labelSelector=app%3Dweb", list => Images(list) is "web:v1 web:v1 web:v1 web:v2 web:v2");
        foreach (var pod in mixed["items"]!.AsArray().Where(pod => Image(pod!) == "web:v2"))
        {
            await bare.MakeReadyAsync(pod!["metadata"]!["name"].Text());
        }

        var late = await bare.WaitForAsync($"{Paths.Pods}?labelSelector=app%3Dweb", list => Images(list) is "web:v1 web:v2 web:v2 web:v2 web:v2");
        foreach (var pod in Names(late))
        {
            await bare.MakeReadyAsync(pod);
        }

        var done = await bare.WaitForAsync($"{Paths.Deployments}/web", item => Reason(item, "Progressing") == "NewReplicaSetAvailable" && item["status"]!["observedGeneration"]!.GetValue<int>() == 2);
        done["status"]!["updatedReplicas"]!.GetValue<int>().ShouldBe(4);
        done["metadata"]!["annotations"]!["deployment.kubernetes.io/revision"].Text().ShouldBe("2");
        var sets = await bare.GetAsync("/apis/apps/v1/namespaces/apps/replicasets");
        sets["items"]!.AsArray().Select(set => set!["spec"]!["replicas"]!.GetValue<int>()).Order().ShouldBe([0, 4]);
    }

    [Fact]
    public async Task A_deleted_pod_is_made_again_and_a_deleted_deployment_takes_all_with_it()
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        await bare.CreateAsync(Paths.Deployments, Deployment("web", replicas: 1, "web:v1"));
        var first = Names(await bare.WaitForPodsAsync(Selector, 1))[0];

        await bare.SendAsync(HttpMethod.Delete, $"{Paths.Pods}/{first}");
        await bare.WaitForAsync($"{Paths.Pods}?labelSelector=app%3Dweb", list => Names(list) is [var name] && name != first);
        await bare.SendAsync(HttpMethod.Delete, $"{Paths.Deployments}/web");

        await bare.WaitForPodsAsync(Selector, 0);
        await bare.WaitForAsync("/apis/apps/v1/namespaces/apps/replicasets", list => list["items"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task A_rollout_without_progress_exceeds_its_deadline()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var bare = await BareClusterUnderTest.StartAsync(time);
        await bare.CreateAsync(Paths.Deployments, Deployment("web", replicas: 1, "web:v1"));
        await bare.WaitForAsync($"{Paths.Deployments}/web", item => item["status"]?["replicas"]?.GetValue<int>() == 1);

        JsonNode deployment;
        do
        {
            time.Advance(TimeSpan.FromSeconds(1));
            deployment = await bare.GetAsync($"{Paths.Deployments}/web");
        }
        while (Reason(deployment, "Progressing") != "ProgressDeadlineExceeded");

        var condition = deployment["status"]!["conditions"]![1]!;
        condition["status"].Text().ShouldBe("False");
        condition["message"].Text().ShouldMatch("^ReplicaSet \"web-[a-z0-9]+\" has timed out progressing\\.$");
    }

    [Theory]
    [InlineData(0, "SuccessCriteriaMet,Complete", "CompletionsReached")]
    [InlineData(3, "FailureTarget,Failed", "BackoffLimitExceeded")]
    public async Task A_job_ends_as_its_pod_does(int exitCode, string conditions, string reason)
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        await bare.CreateAsync(Paths.Jobs, Job("once", "\"backoffLimit\":0"));
        var pod = Names(await bare.WaitForPodsAsync("job-name=once", 1))[0];

        await bare.EndAsync(pod, exitCode);
        var job = await bare.WaitForAsync($"{Paths.Jobs}/once", item => item["status"]?["conditions"]?.AsArray().Count == 2);

        string.Join(',', job["status"]!["conditions"]!.AsArray().Select(condition => condition!["type"].Text())).ShouldBe(conditions);
        job["status"]!["conditions"]![1]!["reason"].Text().ShouldBe(reason);
        job["status"]![exitCode == 0 ? "succeeded" : "failed"]!.GetValue<int>().ShouldBe(1);
        Names(await bare.GetAsync($"{Paths.Pods}?labelSelector=job-name%3Donce")).ShouldBe([pod], "its log may be wanted");
    }

    [Fact]
    public async Task A_job_ends_at_its_deadline_and_expires_after_its_time()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var bare = await BareClusterUnderTest.StartAsync(time);
        await bare.CreateAsync(Paths.Jobs, Job("long", "\"activeDeadlineSeconds\":20,\"ttlSecondsAfterFinished\":60"));
        await bare.WaitForPodsAsync("job-name=long", 1);
        var began = time.GetUtcNow();

        JsonNode job;
        do
        {
            time.Advance(TimeSpan.FromSeconds(1));
            job = await bare.GetAsync($"{Paths.Jobs}/long");
        }
        while (job["status"]!["conditions"] is not JsonArray { Count: 2 });
        job["status"]!["conditions"]![1]!["reason"].Text().ShouldBe("DeadlineExceeded");
        (time.GetUtcNow() - began).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(19));
        await bare.WaitForPodsAsync("job-name=long", 0);
        while ((await bare.SendAsync(HttpMethod.Get, $"{Paths.Jobs}/long")).Status == 200)
        {
            time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_namespace_has_a_service_account_and_takes_what_is_in_it()
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        await bare.CreateAsync("/api/v1/namespaces", """{"metadata":{"name":"mine"}}""");
        await bare.WaitForAsync("/api/v1/namespaces/mine/serviceaccounts/default", item => item["kind"].Text() == "ServiceAccount");
        await bare.CreateAsync("/apis/apps/v1/namespaces/mine/deployments", Deployment("web", replicas: 1, "web:v1"));
        await bare.WaitForAsync("/api/v1/namespaces/mine/pods", list => list["items"]!.AsArray().Count == 1);

        await bare.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/mine");

        await bare.WaitForAsync("/api/v1/namespaces/mine", item => item["code"]?.GetValue<int>() == 404);
        await bare.WaitForAsync("/api/v1/pods", list => list["items"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task Applications_and_workflows_stay_as_written()
    {
        await using var bare = await BareClusterUnderTest.StartAsync();
        foreach (var (plural, kind) in new[] { ("applications", "Application"), ("workflows", "Workflow"), ("workflowtemplates", "WorkflowTemplate") })
        {
            var collection = $"/apis/argoproj.io/v1alpha1/namespaces/apps/{plural}";
            await bare.CreateAsync(collection, $$$$$$$$"""{"apiVersion":"argoproj.io/v1alpha1","kind":"{{{{{{{{kind}}}}}}}}","metadata":{"name":"a"},"spec":{"project":"x","source":{"repoURL":"https://example.org"},"destination":{}}}""");
            (await bare.GetAsync($"{collection}/a"))["status"].ShouldBeNull();
        }
    }

    private static async Task ReadyAsync(BareClusterUnderTest bare, string selector, int count)
    {
        foreach (var pod in Names(await bare.WaitForPodsAsync(selector, count)))
        {
            await bare.MakeReadyAsync(pod);
        }

        await bare.WaitForAsync($"{Paths.Deployments}/web", item => item["status"]?["availableReplicas"]?.GetValue<int>() == count);
    }

    private static List<string> Names(JsonNode list) => [.. list["items"]!.AsArray().Select(item => item!["metadata"]!["name"].Text())];

    private static string Image(JsonNode pod) => pod["spec"]!["containers"]![0]!["image"].Text();

    private static string Images(JsonNode list) => string.Join(' ', list["items"]!.AsArray().Select(pod => Image(pod!)).Order(StringComparer.Ordinal));

    private static string Reason(JsonNode item, string type) =>
        item["status"]?["conditions"]?.AsArray().SingleOrDefault(condition => condition!["type"].Text() == type)?["reason"].Text() ?? "";

    private static string Deployment(string name, int replicas, string image) =>
        $$$$$$$$"""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{{{{{{name}}}}}}}}"},"spec":{"replicas":{{{{{{{{replicas}}}}}}}},"selector":{"matchLabels":{"app":"{{{{{{{{name}}}}}}}}"}},"template":{"metadata":{"labels":{"app":"{{{{{{{{name}}}}}}}}"}},"spec":{"containers":[{"name":"app","image":"{{{{{{{{image}}}}}}}}"}]}}}}""";

    private static string Job(string name, string fields) =>
        $$$$$$$$"""{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"{{{{{{{{name}}}}}}}}"},"spec":{{{{{{{{{fields}}}}}}}},"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"test:v1"}]}}}}""";
}
