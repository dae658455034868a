using System.Diagnostics;
using System.Net;
using Release.Sandbox.Kubernetes.Faults;

namespace Release.Tests.Integration.Sandbox;

public sealed class ApiFaultTests
{
    [Fact]
    public async Task A_refused_verb_is_403_and_the_rest_goes_on()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        Faults(sandbox).Refuse("list", "pods");

        (await sandbox.SendAsync(HttpMethod.Get, Paths.Pods)).ShouldBeStatus(403, "Forbidden");
        (await sandbox.SendAsync(HttpMethod.Get, Paths.Deployments)).Status.ShouldBe(200);
        Faults(sandbox).Refuse();
        (await sandbox.SendAsync(HttpMethod.Get, Paths.Deployments)).ShouldBeStatus(403, "Forbidden");
        await Faults(sandbox).ClearAsync(sandbox.Cancelled);
        (await sandbox.SendAsync(HttpMethod.Get, Paths.Pods)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Too_many_requests_say_when_to_come_back_and_errors_are_500()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        Faults(sandbox).AnswerTooManyRequests(1, TimeSpan.FromSeconds(3));
        Faults(sandbox).AnswerWithErrors(1);

        using (var request = sandbox.Request(HttpMethod.Get, Paths.Pods))
        using (var response = await sandbox.Http.SendAsync(request, sandbox.Cancelled))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(3));
        }

        (await sandbox.SendAsync(HttpMethod.Get, Paths.Pods)).ShouldBeStatus(500, "InternalError");
        (await sandbox.SendAsync(HttpMethod.Get, Paths.Pods)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Open_watches_are_dropped_without_a_word()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var seen = 0;

        await Should.ThrowAsync<Exception>(async () =>
        {
            await foreach (var _ in sandbox.WatchAsync(Paths.Deployments, ""))
            {
                seen++;
                Faults(sandbox).DropWatches();
            }
        });

        seen.ShouldBeGreaterThan(0);
        sandbox.Cancelled.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task A_watch_ends_after_so_many_events()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = await sandbox.VersionAsync();
        Faults(sandbox).DropWatchesAfter(2);
        foreach (var name in new[] { "a", "b", "c" })
        {
            await sandbox.SendAsync(HttpMethod.Post, Paths.ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");
        }

        var seen = new List<string>();
        await Should.ThrowAsync<Exception>(async () =>
        {
            await foreach (var (_, item) in sandbox.WatchAsync(Paths.ConfigMaps, $"resourceVersion={version}"))
            {
                seen.Add(item["metadata"]!["name"].Text());
            }
        });

        seen.Count.ShouldBeLessThanOrEqualTo(2);
        sandbox.Cancelled.IsCancellationRequested.ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expired_watch_is_told_410_in_either_way(bool asStatus)
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        var version = await sandbox.VersionAsync();
        Faults(sandbox).ExpireHistory();
        Faults(sandbox).ExpiredAsHttpStatus = asStatus;
        var path = $"{Paths.ConfigMaps}?watch=true&resourceVersion={version}&timeoutSeconds=5";

        var answer = await sandbox.SendAsync(HttpMethod.Get, path);

        answer.Status.ShouldBe(asStatus ? 410 : 200);
        (asStatus ? answer.Body : answer.Body["object"])!["reason"].Text().ShouldBe("Expired");
    }

    [Fact]
    public async Task A_list_breaks_off_in_the_middle_once()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        Faults(sandbox).CutLists(1);

        await Should.ThrowAsync<HttpRequestException>(() => sandbox.SendAsync(HttpMethod.Get, Paths.Deployments));
        (await sandbox.SendAsync(HttpMethod.Get, Paths.Deployments)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_watch_line_breaks_off_in_the_middle()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        Faults(sandbox).CutWatchLines(1);
        var read = "";

        await Should.ThrowAsync<Exception>(async () =>
        {
            using var request = sandbox.Request(HttpMethod.Get, $"{Paths.Deployments}?watch=true");
            using var response = await sandbox.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, sandbox.Cancelled);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(sandbox.Cancelled));
            var buffer = new char[4096];
            for (var count = 1; count > 0; read += new string(buffer, 0, count))
            {
                count = await reader.ReadAsync(buffer, sandbox.Cancelled);
            }
        });

        read.ShouldNotEndWith("\n");
        sandbox.Cancelled.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Slow_answers_come_after_all()
    {
        await using var sandbox = await SandboxUnderTest.StartAsync();
        Faults(sandbox).AnswerSlowly(TimeSpan.FromMilliseconds(200));
        var started = Stopwatch.GetTimestamp();

        (await sandbox.SendAsync(HttpMethod.Get, Paths.Pods)).Status.ShouldBe(200);

        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(150));
    }

    private static ApiFaults Faults(SandboxUnderTest sandbox) => sandbox.World.ApiFaults("integration");
}
