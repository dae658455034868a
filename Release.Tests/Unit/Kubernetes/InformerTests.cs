using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Tests.Support.Kubernetes;

namespace Release.Tests.Unit.Kubernetes;

public sealed class InformerTests : IAsyncDisposable
{
    private readonly FakeCluster _cluster = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _changes = Channel.CreateUnbounded<string>();
    private readonly Informer<Pod> _informer;
    private readonly Task _running;

    public InformerTests()
    {
        var client = _cluster.Client();
        _informer = new Informer<Pod>(
            () => client, ResourceKinds.Pods, new ObjectSelection("apps"), "integration", new BackOff(TimeSpan.Zero, TimeSpan.Zero), TimeProvider.System, NullLogger.Instance);
        _informer.Changed += change => _changes.Writer.TryWrite(
            change.After is null ? $"-{change.Before!.Metadata.Name}"
            : change.Before is null ? $"+{change.After.Metadata.Name}@{change.After.Metadata.ResourceVersion}"
            : $"~{change.After.Metadata.Name}@{change.After.Metadata.ResourceVersion}");
        _running = _informer.RunAsync(_stop.Token);
    }

    [Fact]
    public async Task It_lists_and_then_watches_from_the_lists_version()
    {
        (await _cluster.NextAsync()).Respond(List("10", Pod("a", 3), Pod("b", 4)));
        var watch = await _cluster.NextAsync();

        watch.Query.ShouldContain("resourceVersion=10");
        watch.Query.ShouldContain("allowWatchBookmarks=true");
        (await NextAsync(2)).ShouldBe(["+a@3", "+b@4"]);
        _informer.Status.IsConnected.ShouldBeFalse();
        _informer.Status.HasListed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_watch_is_open_before_its_first_event()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _informer.StatusChanged += status =>
        {
            if (status.IsConnected)
            {
                open.TrySetResult();
            }
        };
        await StartAsync();
        await open.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Changes_are_told_in_their_order_and_the_cache_has_them()
    {
        var watch = await StartAsync();
        await watch.SendAsync("ADDED", Pod("a", 11));
        await watch.SendAsync("MODIFIED", Pod("a", 12));
        await watch.SendAsync("ADDED", Pod("b", 13));
        await watch.SendAsync("DELETED", Pod("a", 14));

        (await NextAsync(4)).ShouldBe(["+a@11", "~a@12", "+b@13", "-a"]);
        _informer.Items.Select(pod => pod.Metadata.Name).ShouldBe(["b"]);
        _informer.Status.IsConnected.ShouldBeTrue();
        _informer.Status.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_cut_watch_goes_on_where_it_was_and_loses_nothing()
    {
        var watch = await StartAsync();
        await watch.SendAsync("ADDED", Pod("a", 11));
        await watch.SendAsync("BOOKMARK", """{"metadata":{"resourceVersion":"15"}}""");
        await watch.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"half""");
        await NextAsync(1);
        watch.Cut();

        var again = await _cluster.NextAsync();
        again.IsWatch.ShouldBeTrue();
        again.Query.ShouldContain("resourceVersion=15");
        _informer.Status.IsConnected.ShouldBeFalse();
        _informer.Status.Problem!.ShouldContain("integration cluster");
        _informer.Items.Count().ShouldBe(1);

        await again.Open().SendAsync("ADDED", Pod("half", 16));
        (await NextAsync(1)).ShouldBe(["+half@16"]);
    }

    [Fact]
    public async Task A_watch_that_the_server_ends_is_opened_again_without_a_list()
    {
        var watch = await StartAsync();
        await watch.SendAsync("ADDED", Pod("a", 11));
        await NextAsync(1);
        watch.End();

        var again = await _cluster.NextAsync();
        again.Query.ShouldContain("watch=true");
        again.Query.ShouldContain("resourceVersion=11");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_is_too_old_is_listed_again_and_what_went_meanwhile_is_told(bool asEvent)
    {
        var watch = await StartAsync(Pod("a", 3), Pod("b", 4), Pod("c", 5));
        await NextAsync(3);
        const string Expired = """{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 10 (20)"}""";
        if (asEvent)
        {
            await watch.SendAsync("ERROR", Expired);
        }
        else
        {
            watch.Cut();
            (await _cluster.NextAsync()).Respond(Expired, System.Net.HttpStatusCode.Gone);
        }

        var list = await _cluster.NextAsync();
        list.IsWatch.ShouldBeFalse();
        list.Respond(List("30", Pod("b", 4), Pod("c", 25), Pod("d", 26)));

        (await NextAsync(3)).ShouldBe(["-a", "~c@25", "+d@26"]);
        (await _cluster.NextAsync()).Query.ShouldContain("resourceVersion=30");
    }

    [Fact]
    public async Task While_the_cluster_is_away_the_cache_stays_and_says_how_old_it_is()
    {
        var watch = await StartAsync(Pod("a", 3));
        watch.Cut();
        (await _cluster.NextAsync()).Answer.SetException(new HttpRequestException("Connection refused"));

        var again = await _cluster.NextAsync();
        _informer.Items.Count().ShouldBe(1);
        _informer.Status.IsConnected.ShouldBeFalse();
        _informer.Status.LastSeen.ShouldNotBeNull();
        _informer.Status.Problem!.ShouldContain("Connection refused");

        await again.Open().SendAsync("MODIFIED", Pod("a", 11));
        await NextAsync(2);
        _informer.Status.IsConnected.ShouldBeTrue();
    }

    [Fact]
    public async Task A_listener_that_throws_and_an_answer_that_is_nonsense_do_not_end_it()
    {
        _informer.Changed += _ => throw new InvalidOperationException("a bug");
        var watch = await StartAsync();
        await watch.SendAsync("ADDED", Pod("a", 11));
        await watch.WriteAsync("<html>not json</html>\n");

        await (await _cluster.NextAsync()).Open().SendAsync("ADDED", Pod("b", 12));
        (await NextAsync(2)).ShouldBe(["+a@11", "+b@12"]);
    }

    [Fact]
    public async Task An_object_that_was_replaced_meanwhile_ends_before_its_successor_begins()
    {
        var watch = await StartAsync(Named("a", 3, "first"));
        await NextAsync(1);
        await watch.SendAsync("ERROR", """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}""");
        (await _cluster.NextAsync()).Respond(List("30", Named("a", 25, "second")));

        (await NextAsync(2)).ShouldBe(["-a", "+a@25"]);
        _informer.Items.ShouldHaveSingleItem().Metadata.Uid.ShouldBe("second");

        static string Named(string name, int version, string uid) =>
            $$"""{"metadata":{"name":"{{name}}","namespace":"apps","uid":"{{uid}}","resourceVersion":"{{version}}","managedFields":[{"manager":"x"}]} }""";
    }

    [Fact]
    public async Task A_place_that_is_never_reached_again_is_given_up()
    {
        var watch = await StartAsync(Pod("a", 3));
        watch.Cut();
        for (var failure = 2; failure <= 8; failure++)
        {
            (await _cluster.NextAsync()).Respond("""{"kind":"Status","code":504,"message":"Too large resource version: 10, current: 7"}""", System.Net.HttpStatusCode.GatewayTimeout);
        }

        var list = await _cluster.NextAsync();
        list.IsWatch.ShouldBeFalse();
        list.Respond(List("7"));
        (await NextAsync(2)).ShouldBe(["+a@3", "-a"]);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        (await _cluster.NextAsync()).Respond("""{"metadata":{"resourceVersion":"10","continue":"next&page"},"items":[""" + Pod("a", 3) + "]}");
        var second = await _cluster.NextAsync();
        second.Uri.Query.ShouldContain("continue=next%26page");
        second.Respond(List("10", Pod("b", 4)));

        (await NextAsync(2)).ShouldBe(["+a@3", "+b@4"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        _stop.Dispose();
        _cluster.Dispose();
    }

    private async Task<FakeWatch> StartAsync(params string[] pods)
    {
        (await _cluster.NextAsync()).Respond(List("10", pods));
        return (await _cluster.NextAsync()).Open();
    }

    private async Task<string[]> NextAsync(int count)
    {
        var changes = new List<string>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        while (changes.Count < count)
        {
            changes.Add(await _changes.Reader.ReadAsync(limit.Token));
        }

        return [.. changes];
    }

    private static string Pod(string name, int version) => $$$"""{"metadata":{"name":"{{{name}}}","namespace":"apps","resourceVersion":"{{{version}}}"}}""";

    private static string List(string version, params string[] pods) =>
        $$"""{"metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', pods)}}]}""";
}
