using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Release.Web.Start;

namespace Release.Benchmarks;

/// <summary>
/// The board's first page and <c>GET /api/applications</c> with sixty applications in three environments, asked one after
/// another over loopback of the real product (SQLite, sandbox). Times are whole answers as the client sees them.
/// </summary>
internal static class BoardBenchmark
{
    private const string Token = "benchmark-token";
    private const int WarmUp = 100;
    private static readonly string[] Environments = ["integration", "staging", "production"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var applications = arguments.Number("--applications", 60);
        var requests = arguments.Number("--requests", 500);
        var directory = Directory.CreateTempSubdirectory("release-benchmark-").FullName;
        try
        {
            Seed(Path.Combine(directory, "seed"), applications);
            await using var sandbox = await SandboxBeside.StartAsync(Path.Combine(directory, "data"), Arguments(directory));
            await using var app = Web.Program.Build(Arguments(directory), builder => builder.Logging.ClearProviders());
            await app.StartReleaseAsync(TextWriter.Null);
            using var client = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Urls.First()) };

            var page = await MeasureAsync(client, "/applications", "text/html", null, requests);
            var api = await MeasureAsync(client, "/api/applications", "application/json", Token, requests);
            Console.WriteLine($"{applications} applications, {requests} requests each");
            Console.WriteLine(
                $"RESULT board applications={applications} page_p50_ms={page.P50:0.0} page_p95_ms={page.P95:0.0} page_kilobytes={page.Bytes / 1024} api_p50_ms={api.P50:0.0} api_p95_ms={api.P95:0.0}");
            await app.StopAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string[] Arguments(string directory) =>
    [
        "--urls=http://127.0.0.1:0",
        $"--Release:DataDirectory={Path.Combine(directory, "data")}",
        $"--Release:Sandbox:SeedDirectory={Path.Combine(directory, "seed")}",
        $"--Release:Sandbox:ApiToken={Token}",
        "--Logging:LogLevel:Default=Warning",
    ];

    private static void Seed(string directory, int applications)
    {
        foreach (var environment in Environments)
        {
            Directory.CreateDirectory(Path.Combine(directory, environment));
            for (var number = 1; number <= applications; number++)
            {
                // Every fifth is behind in production and every ninth frozen there, as on a real board.
                var behind = environment == Environments[^1] && number % 5 == 0 ? 3 : 0;
                var automatic = environment == Environments[^1] && number % 9 == 0 ? "false" : "true";
                File.WriteAllText(
                    Path.Combine(directory, environment, $"application-{number:000}"),
                    $"image_tag: v{(number * 17) - behind}\nautomatic_deploys_enabled: {automatic}\npromote_deployment: true\n");
            }
        }
    }

    private static async Task<(double P50, double P95, long Bytes)> MeasureAsync(HttpClient client, string path, string accept, string? token, int requests)
    {
        var times = new List<double>(requests);
        long bytes = 0;
        for (var number = 0; number < WarmUp + requests; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd(accept);
            request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
            var start = Stopwatch.GetTimestamp();
            using var response = await client.SendAsync(request);
            var body = await response.Content.ReadAsByteArrayAsync();
            var elapsed = Stopwatch.GetElapsedTime(start);
            response.EnsureSuccessStatusCode();
            bytes = body.Length;
            if (number >= WarmUp)
            {
                times.Add(elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        return (times[times.Count / 2], times[(int)(times.Count * 0.95)], bytes);
    }
}
