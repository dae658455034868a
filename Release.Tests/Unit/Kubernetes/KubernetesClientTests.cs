using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

public sealed class KubernetesClientTests
{
    private static readonly ClusterLimits Quick = ClusterLimits.Default with { Request = TimeSpan.FromMilliseconds(100) };

    [Fact]
    public async Task It_asks_where_Kubernetes_keeps_it_and_says_who_it_is()
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Json("""{"metadata":{"name":"web","generation":3},"spec":{"replicas":2,"template":{"spec":{"containers":[{"image":"r:5/o/a:v1"}]}}}}""") };
        var found = await cluster.Client().GetAsync(ResourceKinds.Deployments, "apps", "web", TestContext.Current.CancellationToken);

        cluster.Seen[0].Path.ShouldBe("/apis/apps/v1/namespaces/apps/deployments/web");
        cluster.Seen[0].Authorization.ShouldBe("Bearer secret-token");
        found!.Metadata.Generation.ShouldBe(3);
        found.Spec!.Template!.Spec!.First!.Image.ShouldBe("r:5/o/a:v1");
    }

    [Fact]
    public async Task A_merge_patch_is_sent_as_one()
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Json("""{"metadata":{"name":"a/b"}}""") };
        await cluster.Client().MergePatchAsync(ResourceKinds.Pods, "apps", "a/b", new JsonObject { ["metadata"] = null }, TestContext.Current.CancellationToken);

        cluster.Seen[0].Method.ShouldBe(HttpMethod.Patch);
        cluster.Seen[0].ContentType.ShouldBe("application/merge-patch+json");
        cluster.Seen[0].Uri.AbsolutePath.ShouldEndWith("/pods/a%2Fb");
        cluster.Seen[0].Body.ShouldBe("""{"metadata":null}""");
    }

    [Theory]
    [InlineData(401, FailureKind.Permission)]
    [InlineData(403, FailureKind.Permission)]
    [InlineData(404, FailureKind.NotFound)]
    [InlineData(429, FailureKind.Network)]
    [InlineData(500, FailureKind.Network)]
    [InlineData(503, FailureKind.Network)]
    [InlineData(504, FailureKind.Timeout)]
    public async Task A_refusal_is_put_into_words_with_its_kind(int status, FailureKind kind)
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Refusal((HttpStatusCode)status, "Reason", "pods is forbidden: because") };
        var exception = await Should.ThrowAsync<OutsideException>(() => ListAsync(cluster.Client()));

        exception.Kind.ShouldBe(kind);
        exception.Message.ShouldContain("integration cluster");
        exception.Message.ShouldContain("pods is forbidden: because");
        exception.ToString().ShouldNotContain("secret-token");
    }

    [Fact]
    public async Task Conflict_and_expiry_have_exceptions_of_their_own()
    {
        using var conflict = new FakeCluster { Answers = _ => FakeCluster.Refusal(HttpStatusCode.Conflict, "AlreadyExists", "exists") };
        await Should.ThrowAsync<KubernetesConflictException>(() => conflict.Client().CreateAsync(ResourceKinds.Jobs, "apps", [], TestContext.Current.CancellationToken));
        using var gone = new FakeCluster { Answers = _ => FakeCluster.Refusal(HttpStatusCode.Gone, "Expired", "too old") };
        await Should.ThrowAsync<KubernetesExpiredException>(() => ListAsync(gone.Client()));
    }

    [Fact]
    public async Task What_is_missing_is_null_where_one_asks_for_one()
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Refusal(HttpStatusCode.NotFound, "NotFound", "no such pod") };
        (await cluster.Client().GetAsync(ResourceKinds.Pods, "apps", "x", TestContext.Current.CancellationToken)).ShouldBeNull();
        (await cluster.Client().DeleteAsync(ResourceKinds.Pods, "apps", "x", TestContext.Current.CancellationToken)).ShouldBeFalse();
        (await cluster.Client().PodLogAsync("apps", "x", "app", previous: true, 10, TestContext.Current.CancellationToken)).ShouldBeNull();
        cluster.Seen[^1].Query.ShouldBe("?container=app&previous=true&tailLines=10");
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_is_asked_again()
    {
        var calls = 0;
        using var cluster = new FakeCluster
        {
            Answers = _ => ++calls < 3 ? Busy() : FakeCluster.Json("""{"items":null}"""),
        };

        (await ListAsync(cluster.Client())).Items.ShouldBeEmpty();
        calls.ShouldBe(3);

        calls = -10;
        await Should.ThrowAsync<OutsideException>(() => cluster.Client().CreateAsync(ResourceKinds.Jobs, "apps", [], TestContext.Current.CancellationToken));
        calls.ShouldBe(-9);

        static HttpResponseMessage Busy()
        {
            var answer = FakeCluster.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "busy");
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.Zero);
            return answer;
        }
    }

    [Fact]
    public async Task Silence_ends_after_the_time_limit()
    {
        using var cluster = new FakeCluster();
        var exception = await Should.ThrowAsync<OutsideException>(() => ListAsync(cluster.Client(Quick)));
        exception.Kind.ShouldBe(FailureKind.Timeout);
    }

    [Fact]
    public async Task A_refusal_whose_words_never_end_is_not_waited_for_and_a_long_one_not_read()
    {
        using var silent = new FakeCluster { Answers = _ => new HttpResponseMessage(HttpStatusCode.InternalServerError) { Content = new FakeWatch().Response().Content } };
        (await Should.ThrowAsync<OutsideException>(() => ListAsync(silent.Client(Quick)))).Kind.ShouldBe(FailureKind.Timeout);

        using var endless = new FakeCluster { Answers = _ => FakeCluster.Refusal(HttpStatusCode.InternalServerError, "InternalError", new string('x', 100_000)) };
        var exception = await Should.ThrowAsync<OutsideException>(() => ListAsync(endless.Client()));
        exception.Message.ShouldContain("failed with status 500: Internal Server Error");
        exception.Message.ShouldNotContain("xxx");
    }

    [Theory]
    [InlineData("../secrets/x", "..%2Fsecrets%2Fx")]
    [InlineData("x?watch=true#y", "x%3Fwatch%3Dtrue%23y")]
    public async Task A_name_does_not_leave_its_place_in_the_path(string name, string written)
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Json("""{"metadata":{"name":"x"},"items":[]}""") };
        var client = cluster.Client();
        await client.GetAsync(ResourceKinds.Pods, name, name, TestContext.Current.CancellationToken);
        await client.MergePatchAsync(ResourceKinds.Pods, name, name, [], TestContext.Current.CancellationToken);
        await client.DeleteAsync(ResourceKinds.Pods, name, name, TestContext.Current.CancellationToken);
        await client.PodLogAsync(name, name, name, previous: false, 1, TestContext.Current.CancellationToken);
        await client.CreateAsync(ResourceKinds.Pods, name, [], TestContext.Current.CancellationToken);
        await client.ListAsync(ResourceKinds.Pods, new ObjectSelection(name), TestContext.Current.CancellationToken);

        cluster.Seen.ShouldAllBe(request => request.Path.StartsWith($"/api/v1/namespaces/{written}/pods", StringComparison.Ordinal));
        cluster.Seen.Take(3).ShouldAllBe(request => request.Path.EndsWith($"/pods/{written}", StringComparison.Ordinal) && request.Uri.Query == "");
        cluster.Seen[3].Path.ShouldEndWith($"/pods/{written}/log");
    }

    [Fact]
    public async Task The_callers_own_cancellation_stays_one()
    {
        using var cluster = new FakeCluster();
        using var stop = new CancellationTokenSource();
        var listing = cluster.Client().ListAsync(ResourceKinds.Pods, new ObjectSelection(), stop.Token);
        await cluster.NextAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => listing);
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_not_read_to_its_end()
    {
        using var cluster = new FakeCluster { Answers = _ => FakeCluster.Json("{\"items\":[" + new string(' ', 5000) + "]}") };
        var exception = await Should.ThrowAsync<OutsideException>(() => ListAsync(cluster.Client(ClusterLimits.Default with { Body = 1000 })));
        exception.Message.ShouldContain("1000 bytes");
    }

    [Fact]
    public async Task A_log_keeps_its_end()
    {
        using var cluster = new FakeCluster { Answers = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("first\nlast") } };
        var log = await cluster.Client(ClusterLimits.Default with { Log = 4 }).PodLogAsync("apps", "x", null, previous: false, 5, TestContext.Current.CancellationToken);
        log.ShouldBe("last");
    }

    private static Task<ListResult<Release.Integrations.Kubernetes.Objects.Pod>> ListAsync(ClusterClient client) =>
        client.ListAsync(ResourceKinds.Pods, new ObjectSelection("apps"), TestContext.Current.CancellationToken);
}
