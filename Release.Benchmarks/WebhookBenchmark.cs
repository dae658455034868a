using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Release.Data.Events;
using Release.Data.Queries;
using Release.Data.Rows;
using Release.Integrations.GitHub.Webhooks;
using Release.Web.Start;

namespace Release.Benchmarks;

/// <summary>
/// How fast GitHub is answered while jobs run: deliveries at an even pace on SQLite, their work included, with deployments
/// through three environments beside them. Sender, product and sandbox run in this one process. Options:
/// <c>--deliveries N</c> (a minute, default 1,000), <c>--seconds N</c> (default 60), <c>--deployments N</c> (begun a
/// minute beside those that the deliveries begin, default 12). One delivery in twenty is a release, so 50 applications a
/// minute go through three environments already; GOV.UK's busiest hour had 177 changes of a version, one application a
/// minute. What comes in the first <c>--warm-up N</c> seconds (default 15, at the same pace) is compiling code; it is printed
/// and not counted.
/// </summary>
internal static class WebhookBenchmark
{
    public const string Name = "webhooks";
    private const string Secret = "benchmark";
    private const string Token = "benchmark-token";
    private static readonly string[] Applications = ["publisher", "frontend", "whitehall", "content-store", "router", "signon"];

    /// <summary>As much as GitHub sends around the fields that are read.</summary>
    private static readonly string Padding = $",\"padding\":\"{new string('x', 15_000)}\"";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var deliveries = arguments.Number("--deliveries", 1_000);
        var seconds = arguments.Number("--seconds", 60);
        var warmUp = arguments.Number("--warm-up", 15);
        var deployments = arguments.Number("--deployments", 12);
        var directory = Directory.CreateTempSubdirectory("release-bench-webhooks-").FullName;
        try
        {
            var settings = Arguments(directory);
            await using var sandbox = await SandboxBeside.StartAsync(Path.Combine(directory, "data"), settings);
            await using var app = Web.Program.Build(settings, builder => builder.Logging.ClearProviders());
            await app.StartReleaseAsync(TextWriter.Null);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using var end = new CancellationTokenSource();
            var jobs = deployments > 0 ? DeployAsync(http, deployments, end.Token) : Task.FromResult(0);
            var first = warmUp > 0 ? await DeliverAsync(http, deliveries, TimeSpan.FromSeconds(warmUp)) : [];
            var times = await DeliverAsync(http, deliveries, TimeSpan.FromSeconds(seconds));
            var behind = Stopwatch.GetTimestamp();
            await WorkedAsync(app.Services);
            var late = Stopwatch.GetElapsedTime(behind);
            await end.CancelAsync();
            var begun = await jobs;
            Console.WriteLine($"{times.Count} deliveries in {seconds} s; the last was worked {late.TotalMilliseconds:0} ms later; {begun} deployments were begun beside them");
            if (first.Count > 0)
            {
                Console.WriteLine($"The first {warmUp} s, not counted: p50 {first.At(0.5):0.0} ms, p95 {first.At(0.95):0.0} ms, max {first[^1]:0.0} ms");
            }

            Console.WriteLine(
                $"RESULT {Name} per_minute={deliveries} deliveries={times.Count} deployments={begun} p50_ms={times.At(0.5):0.0} p95_ms={times.At(0.95):0.0} p99_ms={times.At(0.99):0.0} max_ms={times[^1]:0.0}");
            await app.StopAsync();
            return times.At(0.95) < 50 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string[] Arguments(string directory)
    {
        var seed = Path.Combine(directory, "seed");
        foreach (var environment in new[] { "integration", "staging", "production" })
        {
            Directory.CreateDirectory(Path.Combine(seed, environment));
            foreach (var application in Applications)
            {
                File.WriteAllText(Path.Combine(seed, environment, application), "image_tag: v1\nautomatic_deploys_enabled: true\npromote_deployment: true\n");
            }
        }

        return
        [
            "--urls=http://127.0.0.1:0",
            $"--Release:DataDirectory={Path.Combine(directory, "data")}",
            $"--Release:GitHub:WebhookSecret={Secret}",
            $"--Release:Sandbox:SeedDirectory={seed}",
            $"--Release:Sandbox:ApiToken={Token}",
            "--Release:Sandbox:RolloutSeconds=0",
            "--Release:Sandbox:SmokeTestSeconds=0",
            "--Logging:LogLevel:Default=Warning",
        ];
    }

    /// <summary>Open loop: the pace does not wait for answers. Returns milliseconds, the shortest first.</summary>
    private static async Task<List<double>> DeliverAsync(HttpClient http, int perMinute, TimeSpan length)
    {
        var times = new ConcurrentBag<double>();
        var sent = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1) / perMinute);
        for (var number = 1; Stopwatch.GetElapsedTime(began) < length; number++)
        {
            var mine = number;
            sent.Add(Task.Run(async () =>
            {
                var start = Stopwatch.GetTimestamp();
                await SendAsync(http, mine);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }));
            await timer.WaitForNextTickAsync();
        }

        await Task.WhenAll(sent);
        return [.. times.Order()];
    }

    private static async Task SendAsync(HttpClient http, int number)
    {
        var repository = $"example/{Applications[number % Applications.Length]}";
        var (name, payload) = (number % 20) switch
        {
            0 => ("release", $$"""{"action":"published","release":{"tag_name":"v{{100_000 + number}}","draft":false,"prerelease":false},"repository":{"full_name":"{{repository}}"},"sender":{"login":"octocat"}{{Padding}}}"""),
            < 12 => ("workflow_run", $$"""{"action":"in_progress","workflow_run":{"id":{{1000 + (number / 4)}},"head_sha":"5779607b49aab1200488439f02372c57b4f75444","name":"CI","path":".github/workflows/ci.yml","event":"push","html_url":"https://github.example/run","status":"in_progress","run_attempt":1,"updated_at":"2026-11-22T10:00:{{number % 60:00}}Z"},"repository":{"full_name":"{{repository}}"}{{Padding}}}"""),
            < 18 => ("push", $$"""{"ref":"refs/heads/main","after":"5779607b49aab1200488439f02372c57b4f75444","repository":{"full_name":"{{repository}}","default_branch":"main"},"sender":{"login":"octocat"}{{Padding}}}"""),
            _ => ("package", $$"""{"action":"published","package":{"name":"x"},"repository":{"full_name":"{{repository}}"}{{Padding}}}"""),
        };
        var body = Encoding.UTF8.GetBytes(payload);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/github") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-GitHub-Event", name);
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add(WebhookSignature.Header, WebhookSignature.Of(Secret, body));
        using var response = await http.SendAsync(request);
        if (response.StatusCode is not HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"A delivery was answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    /// <summary>Begins deployments at an even pace. Returns how many.</summary>
    private static async Task<int> DeployAsync(HttpClient http, int perMinute, CancellationToken end)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1) / perMinute);
        using var stop = end.Register(timer.Dispose);
        var begun = 0;
        do
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/events/apps/update-image-tag")
            {
                Content = new StringContent(
                    $$"""{"environment":"integration","repoName":"{{Applications[begun % Applications.Length]}}","imageTag":"v{{1000 + begun}}","promoteDeployment":"true"}""", Encoding.UTF8, "application/json"),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            using var response = await http.SendAsync(request, CancellationToken.None);
            response.EnsureSuccessStatusCode();
            begun++;
        }
        while (await timer.WaitForNextTickAsync(CancellationToken.None));

        return begun;
    }

    private static async Task WorkedAsync(IServiceProvider services)
    {
        var (signal, queries) = (services.GetRequiredService<WebhookSignal>(), services.GetRequiredService<WebhookQueries>());
        while (true)
        {
            var next = signal.Next;
            if (!(await queries.CountsAsync(CancellationToken.None)).ContainsKey(WebhookDeliveryStatus.Pending))
            {
                return;
            }

            await next;
        }
    }
}
