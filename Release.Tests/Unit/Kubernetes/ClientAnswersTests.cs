using System.Net;
using System.Net.Http.Headers;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Objects;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

/// <summary>Answers that a test cannot ask a real API server for.</summary>
public sealed class ClientAnswersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_that_expire_are_begun_again_and_at_last_read_in_one()
    {
        using var cluster = new FakeCluster
        {
            Answers = request => request.Query.Contains("continue=", StringComparison.Ordinal)
                ? FakeCluster.Refusal(HttpStatusCode.Gone, "Expired", "continue is too old")
                : FakeCluster.Json(request.Query.Contains("limit=", StringComparison.Ordinal)
                    ? """{"metadata":{"resourceVersion":"5","continue":"next"},"items":[{"metadata":{"name":"a"} }]}"""
                    : """{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"} },{"metadata":{"name":"b"} }]}"""),
        };
        var list = await cluster.Client().ListAsync(ResourceKinds.Pods, new ObjectSelection("apps"), Stop);

        list.Items.Select(pod => pod.Metadata.Name).ShouldBe(["a", "b"]);
        list.ResourceVersion.ShouldBe("7");
        cluster.Seen.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_server_that_wants_too_long_a_pause_is_not_waited_for_but_says_until_when()
    {
        using var cluster = new FakeCluster
        {
            Answers = _ =>
            {
                var answer = FakeCluster.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "busy");
                answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromMinutes(5));
                return answer;
            },
        };
        (await Should.ThrowAsync<OutsideException>(() => cluster.Client().GetAsync(ResourceKinds.Pods, "apps", "x", Stop))).Message
            .ShouldMatch(@"It asks Release to wait until \d\d:\d\d:\d\d UTC\.");
        cluster.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_of_a_proxy_instead_of_Kubernetes_words_is_a_missing_kind_or_its_status()
    {
        using var cluster = new FakeCluster { Answers = _ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>secret</html>") } };
        var exception = await Should.ThrowAsync<OutsideException>(() => cluster.Client().GetAsync(ResourceKinds.Pods, "apps", "x", Stop));
        exception.Message.ShouldContain("failed with status 502: Bad Gateway");

        using var plain = new FakeCluster { Answers = _ => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("404 page not found\n") } };
        (await Should.ThrowAsync<OutsideException>(() => plain.Client().GetAsync(ResourceKinds.Pods, "apps", "x", Stop))).Message
            .ShouldBe("The integration cluster does not know the kind pods.");
    }
}
