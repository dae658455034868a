using System.Diagnostics;

namespace Release.Benchmarks;

/// <summary>
/// How long a request to deploy (contracts §2) takes from the POST until production has succeeded, through three environments
/// of the sandbox that roll out and test at once; of a warm process of its own. Several published products are measured
/// in turn, so that before and after see the same machine. Options: <c>--app FOLDER</c> (once for each; default what
/// <c>./build.sh</c> publishes), <c>--requests N</c> (default 10), <c>--rounds N</c> (default 2: how often each has its turn).
/// </summary>
internal static class RequestBenchmark
{
    public const string Name = "request";
    private const string Application = "publisher";
    private const int WarmUp = 4;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var apps = arguments.Texts("--app") is { Count: > 0 } given ? given : [Path.Combine("artifacts", "app")];
        var requests = arguments.Number("--requests", 10);
        var rounds = arguments.Number("--rounds", 2);
        var (ways, starts) = (apps.ToDictionary(app => app, _ => new List<double>()), apps.ToDictionary(app => app, _ => new List<double>()));
        for (var round = 1; round <= rounds; round++)
        {
            foreach (var app in apps)
            {
                var measured = await MeasureAsync(app, requests);
                ways[app].AddRange(measured.Ways);
                starts[app].AddRange(measured.Starts);
                Console.WriteLine($"round {round}, {app}: {string.Join(' ', measured.Ways.Select(way => $"{way / 1000:0.00}"))} s");
            }
        }

        var figures = apps.Select((app, index) =>
        {
            ways[app].Sort();
            starts[app].Sort();
            var of = apps.Count == 1 ? "" : $"_{index + 1}";
            return $"median{of}_s={ways[app].At(0.5) / 1000:0.00} max{of}_s={ways[app][^1] / 1000:0.00} start_p50{of}_ms={starts[app].At(0.5):0.0} start_p95{of}_ms={starts[app].At(0.95):0.0}";
        });
        Console.WriteLine($"RESULT {Name} requests={requests * rounds} {string.Join(' ', figures)}");
        return 0;
    }

    /// <returns>Milliseconds from request to production in their order, and of each deployment from queued to its first pass.</returns>
    private static async Task<(List<double> Ways, List<double> Starts)> MeasureAsync(string app, int requests)
    {
        var directory = Directory.CreateTempSubdirectory("release-bench-request-").FullName;
        try
        {
            await using var product = await ProductProcess.StartAsync(app, directory);
            await using var feed = await DeploymentFeed.OpenAsync(product.Machine);
            var ways = new List<double>(requests);
            for (var number = 0; number < WarmUp + requests; number++)
            {
                var arrived = feed.SucceededAsync(Application, "production");
                var began = Stopwatch.GetTimestamp();
                await product.Machine.RequestAsync(Application, $"v{7000 + number}");
                await arrived;
                ways.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (number == WarmUp - 1)
                {
                    feed.TakeStarts();
                    ways.Clear();
                }
            }

            return (ways, feed.TakeStarts());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
