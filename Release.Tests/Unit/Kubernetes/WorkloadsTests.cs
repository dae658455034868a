using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Workloads;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

public sealed class WorkloadsTests : IDisposable
{
    private readonly FakeCluster _cluster = new();

    [Theory]
    [InlineData("publisher", "apps", "publisher", "app")]
    [InlineData("email-alert-service", "apps", "email-alert-service", "worker")]
    [InlineData("licensify-backend", "licensify", "licensify", "licensify-admin")]
    [InlineData("licensify-feed", "licensify", "licensify", "app")]
    public async Task It_looks_where_the_labels_say(string application, string @namespace, string repository, string component)
    {
        _cluster.Answers = _ => FakeCluster.Json("""{"items":[]}""");
        await FindAsync(application);

        _cluster.Seen.Select(request => request.Path).ShouldBe([$"/apis/apps/v1/namespaces/{@namespace}/deployments", $"/api/v1/namespaces/{@namespace}/pods"]);
        _cluster.Seen[0].Query.ShouldContain($"labelSelector=app.govuk/repository-name={repository},app.kubernetes.io/component={component}");
    }

    [Fact]
    public async Task A_rollout_has_the_fields_that_say_how_far_it_is()
    {
        Answer(
            deployments: """
                {"metadata":{"name":"publisher","namespace":"apps","generation":7,"labels":{"app.govuk/repository-name":"publisher","app.kubernetes.io/component":"app"}},
                 "spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"app","image":"registry:5000/alphagov/publisher:v8@sha256:ab"}]}}},
                 "status":{"observedGeneration":6,"replicas":4,"updatedReplicas":1,"readyReplicas":3,"availableReplicas":3,"unavailableReplicas":1,
                  "conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"ReplicaSet \"publisher-1\" has timed out progressing."}]}}
                """);
        var rollout = (await FindAsync("publisher")).Rollouts.ShouldHaveSingleItem();

        rollout.ShouldBe(new RolloutStatus("publisher", "apps", ImageTag.Parse("v8"), false, 3, 1, 3, 3, 1, "ReplicaSet \"publisher-1\" has timed out progressing."));
    }

    [Fact]
    public async Task A_deployment_that_was_seen_by_nobody_yet_is_not_complete()
    {
        Answer(deployments: """{"metadata":{"name":"publisher","namespace":"apps","generation":1,"labels":{"app.govuk/repository-name":"publisher"}},"spec":{"replicas":0}}""");
        (await FindAsync("publisher")).Rollouts.ShouldHaveSingleItem().IsComplete.ShouldBeFalse();
    }

    [Fact]
    public async Task Pods_that_go_or_have_ended_do_not_run()
    {
        Answer(pods: string.Join(',',
            Pod("ready", "v2", ready: true),
            Pod("going", "v1", ready: true, metadata: ""","deletionTimestamp":"2026-08-01T10:00:00Z" """),
            Pod("ended", "v1", ready: false, phase: "Failed"),
            Pod("digest", "v2@sha256:0011", ready: true)));
        var state = await FindAsync("publisher");

        state.Pods.Select(pod => pod.Name).ShouldBe(["ready", "digest"]);
        state.RunningVersions.Select(version => version.Value).ShouldBe(["v2"]);
        state.Pods.ShouldAllBe(pod => pod.Problem == null);
    }

    [Fact]
    public async Task Neighbours_that_share_a_selector_are_told_apart_by_their_instance()
    {
        static string Licensify(string instance) =>
            $$$"""{"metadata":{"name":"{{{instance}}}-1","namespace":"licensify","labels":{"app.govuk/repository-name":"licensify","app.kubernetes.io/component":"app","app.kubernetes.io/instance":"{{{instance}}}"}},"status":{}}""";
        Answer(pods: string.Join(',', Licensify("licensify-feed"), Licensify("licensify-frontend"), Licensify("other")));

        (await FindAsync("licensify-feed")).Pods.Select(pod => pod.Name).ShouldBe(["licensify-feed-1", "other-1"]);
    }

    [Fact]
    public async Task The_log_of_a_job_is_that_of_its_last_pod_and_empty_when_gone()
    {
        _cluster.Answers = request => request.Path.EndsWith("/log", StringComparison.Ordinal)
            ? new HttpResponseMessage { Content = new StringContent($"log of {request.Path}") }
            : FakeCluster.Json("""{"items":[{"metadata":{"name":"two","creationTimestamp":"2026-08-01T10:00:02Z"}},{"metadata":{"name":"one","creationTimestamp":"2026-08-01T10:00:01Z"}}]}""");
        var workloads = Workloads();
        (await workloads.JobLogAsync(FakeCluster.Integration, "apps", "migrate", 10, TestContext.Current.CancellationToken)).ShouldEndWith("/pods/two/log");
        _cluster.Seen[0].Query.ShouldContain("labelSelector=job-name=migrate");

        _cluster.Answers = _ => FakeCluster.Json("""{"items":[]}""");
        (await workloads.JobLogAsync(FakeCluster.Integration, "apps", "migrate", 10, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    public static TheoryData<string, string, string, string, bool, bool> Problems => new()
    {
        { """{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image"}}""", "{}", "ImagePullBackOff", "failed to pull: manifest unknown", true, false },
        { """{"waiting":{"reason":"ErrImagePull","message":"rpc error: not found"}}""", "{}", "ErrImagePull", "rpc error: not found", true, false },
        { """{"waiting":{"reason":"InvalidImageName","message":"couldn't parse image"}}""", "{}", "InvalidImageName", "couldn't parse image", true, false },
        { """{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 10s"}}""", """{"terminated":{"exitCode":3,"reason":"Error"}}""", "CrashLoopBackOff", "exit code 3 (4 restarts)", true, true },
        { """{"waiting":{"reason":"CrashLoopBackOff","message":"back-off 10s"}}""", """{"terminated":{"exitCode":137,"reason":"OOMKilled"}}""", "OOMKilled", "used more memory than it may", true, true },
        { """{"terminated":{"exitCode":137,"reason":"OOMKilled"}}""", "{}", "OOMKilled", "used more memory than it may", true, false },
        { """{"running":{}}""", """{"terminated":{"exitCode":137,"reason":"OOMKilled"}}""", "OOMKilled", "used more memory than it may", false, true },
        { """{"terminated":{"exitCode":1,"reason":"Error"}}""", "{}", "Error", "exit code 1", false, false },
        { """{"waiting":{"reason":"CreateContainerConfigError","message":"secret \"publisher\" not found"}}""", "{}", "CreateContainerConfigError", "secret \"publisher\" not found", true, false },
        { """{"running":{}}""", "{}", "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 500", false, false },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task What_is_wrong_is_said_in_words(string state, string lastState, string reason, string words, bool isFatal, bool hasPreviousLog)
    {
        Answer(
            pods: Pod("broken", "v2", ready: false, status: $$""","containerStatuses":[{"name":"app","ready":false,"restartCount":4,"state":{{state}},"lastState":{{lastState}}}]"""),
            events: """
                {"metadata":{"name":"e0"},"involvedObject":{"kind":"Pod","name":"another"},"reason":"Unhealthy","message":"of another pod","lastTimestamp":"2026-08-01T10:09:00Z"},
                {"metadata":{"name":"e1"},"involvedObject":{"kind":"Pod","name":"broken"},"reason":"Failed","message":"Error: ImagePullBackOff","lastTimestamp":"2026-08-01T10:03:00Z"},
                {"metadata":{"name":"e2"},"involvedObject":{"kind":"Pod","name":"broken"},"reason":"Failed","message":"failed to pull: manifest unknown","lastTimestamp":"2026-08-01T10:02:00Z"},
                {"metadata":{"name":"e3"},"involvedObject":{"kind":"Pod","name":"broken"},"reason":"Unhealthy","message":"Liveness probe failed: of old","lastTimestamp":"2026-08-01T10:00:00Z"},
                {"metadata":{"name":"e4"},"involvedObject":{"kind":"Pod","name":"broken"},"reason":"Unhealthy","message":"Readiness probe failed: HTTP probe failed with statuscode: 500","lastTimestamp":null,"eventTime":"2026-08-01T10:01:00.123456Z"}
                """);
        var problem = (await FindAsync("publisher")).Pods.ShouldHaveSingleItem().Problem.ShouldNotBeNull();

        problem.Reason.ShouldBe(reason);
        problem.Message.ShouldContain(words);
        problem.IsFatal.ShouldBe(isFatal);
        problem.HasPreviousLog.ShouldBe(hasPreviousLog);
        _cluster.Seen[^1].Query.ShouldContain("fieldSelector=involvedObject.kind=Pod,involvedObject.name=broken");
    }

    [Fact]
    public async Task A_pod_without_a_place_says_so_and_may_still_find_one()
    {
        Answer(pods: Pod("waiting", "v2", ready: false, phase: "Pending", conditions: """{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/9 nodes are available: 9 Insufficient cpu."}"""));
        var problem = (await FindAsync("publisher")).Pods.ShouldHaveSingleItem().Problem.ShouldNotBeNull();

        (problem.Reason, problem.IsFatal).ShouldBe(("Unschedulable", false));
        problem.Message.ShouldContain("9 Insufficient cpu.");
    }

    [Fact]
    public async Task A_pod_that_only_starts_has_no_problem()
    {
        Answer(pods: Pod("starting", "v2", ready: false, status: ""","containerStatuses":[{"name":"app","state":{"waiting":{"reason":"ContainerCreating"}}}]"""));
        (await FindAsync("publisher")).Pods.ShouldHaveSingleItem().Problem.ShouldBeNull();
    }

    public void Dispose() => _cluster.Dispose();

    private static string Pod(string name, string tag, bool ready, string phase = "Running", string metadata = "", string status = "", string? conditions = null) =>
        $$"""
        {"metadata":{"name":"{{name}}","namespace":"apps","labels":{"app.govuk/repository-name":"publisher","app.kubernetes.io/component":"app"}{{metadata}}},
         "spec":{"containers":[{"name":"app","image":"registry:5000/alphagov/publisher:{{tag}}"},{"name":"nginx","image":"nginx:1"}]},
         "status":{"phase":"{{phase}}","conditions":[{{conditions ?? $$$"""{"type":"Ready","status":"{{{ready}}}"}"""}}]{{status}} } }
        """;

    private void Answer(string deployments = "", string pods = "", string events = "") => _cluster.Answers = request => FakeCluster.Json(
        "{\"items\":[" + (request.Path.EndsWith("/deployments", StringComparison.Ordinal) ? deployments : request.Path.EndsWith("/pods", StringComparison.Ordinal) ? pods : events) + "]}");

    private KubernetesWorkloads Workloads() => new(_cluster.Clients(), FakeCluster.ApplicationPlacements());

    private Task<WorkloadState> FindAsync(string application) =>
        Workloads().FindAsync(new Cell(ApplicationName.Parse(application), FakeCluster.Integration), TestContext.Current.CancellationToken);
}
