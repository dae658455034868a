using System.Net;
using Release.Tests.Support;
using Release.Tests.Support.Endpoints;

namespace Release.Tests.Integration.Endpoints;

public sealed class EventStreamTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private ReleaseApp App => shared.App;

    [Fact]
    public async Task A_reader_goes_on_after_the_last_event_it_had()
    {
        await NotifyAsync("resume-me", "v1", "v2", "v3");
        var first = await App.WaitForEventAsync(happened => Matches(happened, "resume-me", "v1"));

        var following = new List<string>();
        using var limit = Limit();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events?after=0");
        request.Headers.Add("Last-Event-ID", first["sequence"]!.ToString());
        using var response = await App.Machine.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));
        while (!following.Exists(line => line.Contains("v3 was deployed")))
        {
            following.Add((await reader.ReadLineAsync(limit.Token))!);
        }

        following.ShouldContain("event: deployment.recorded");
        following.ShouldNotContain(line => line.Contains("v1 was deployed"));
        following.ShouldContain(line => line.Contains("v2 was deployed"));
    }

    [Fact]
    public async Task Without_a_place_to_go_on_from_it_begins_now()
    {
        await NotifyAsync("before-now", "v1");
        using var limit = Limit();
        await using var stream = await App.Machine.GetStreamAsync(new Uri("/api/events", UriKind.Relative), limit.Token);
        using var reader = new StreamReader(stream);
        // The stream's first comment says that it has taken its place.
        (await reader.ReadLineAsync(limit.Token)).ShouldBe(": open");
        await NotifyAsync("after-now", "v1");

        string line;
        do
        {
            line = (await reader.ReadLineAsync(limit.Token))!;
            line.ShouldNotContain("before-now");
        }
        while (!line.Contains("after-now"));
    }

    [Fact]
    public async Task The_application_stops_although_somebody_listens()
    {
        await using var app = await ReleaseApp.StartAsync();
        using var limit = Limit();
        await using var stream = await app.Machine.GetStreamAsync(new Uri("/api/events", UriKind.Relative), limit.Token);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(limit.Token)).ShouldBe(": open");
        var began = TimeProvider.System.GetTimestamp();

        await app.StopAsync();

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task It_is_closed_to_others()
    {
        using var response = await App.Anonymous.GetAsync("/api/events", Cancel);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        return limit;
    }

    private static bool Matches(System.Text.Json.Nodes.JsonNode happened, string application, string version) =>
        (string?)happened["application"] == application && ((string)happened["summary"]!).StartsWith(version + " was", StringComparison.Ordinal);

    private async Task NotifyAsync(string application, params string[] versions)
    {
        foreach (var version in versions)
        {
            using var response = await App.NotifyDeployAsync($"alphagov/{application}", "integration", version);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }
}
