using System.Diagnostics;
using Release.Web.Start;

namespace Release.Benchmarks;

/// <summary>
/// What the pipeline itself costs: deployments from the request over HTTP through three environments, over the real host,
/// jobs and database and an outside that answers at once (<see cref="InstantOutside"/>). Each application deploys one version
/// after another, all applications beside each other. The client is in this process too, so figures hold its share.
/// Options: <c>--deployments N</c> (default 1,000), <c>--applications N</c> (default 50), <c>--times N</c> (default 10: how
/// many times as many deployments the second run makes; 1 leaves it out), <c>--provider NAME</c> and <c>--connection TEXT</c>
/// (default SQLite), <c>--alone N</c> (default 100: deployments one after another, nothing beside them).
/// </summary>
internal static class PipelineBenchmark
{
    public const string Name = "pipeline";
    private const int WarmUp = 150;
    private const double MostMilliseconds = 250;
    private const long MostMegabytes = 500;
    private const double MostGrowth = 1.1;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var deployments = arguments.Number("--deployments", 1_000);
        var applications = arguments.Number("--applications", 50);
        var times = arguments.Number("--times", 10);
        var alone = arguments.Number("--alone", 100);

        Figures? one = null;
        List<double> starts = [], ways = [];
        await RunAsync(arguments, applications, async load =>
        {
            await load.RunAsync(WarmUp);
            one = await load.RunAsync(deployments);
            Print($"{deployments} deployments", one);
            (ways, starts) = await load.AloneAsync(alone);
            Console.WriteLine($"one after another: request to production p50 {ways.At(0.5):0} ms, p95 {ways.At(0.95):0} ms; queued to begun p50 {starts.At(0.5):0.0} ms, p95 {starts.At(0.95):0.0} ms");
        });
        var ratio = 0.0;
        if (times > 1)
        {
            await RunAsync(arguments, applications, async load =>
            {
                await load.RunAsync(WarmUp);
                var many = await load.RunAsync(deployments * times);
                Print($"{deployments * times} deployments", many);
                ratio = many.Wall / one!.Wall;
            });
        }

        var peak = Megabytes();
        Console.WriteLine(
            $"RESULT {Name} deployments={deployments} applications={applications} wall_ms={one!.WallEach:0.00} cpu_ms={one.ProcessorEach:0.00} start_p50_ms={one.Starts.At(0.5):0.0} start_p95_ms={one.Starts.At(0.95):0.0} "
            + $"alone_request_p50_ms={ways.At(0.5):0} alone_request_p95_ms={ways.At(0.95):0} alone_start_p50_ms={starts.At(0.5):0.0} alone_start_p95_ms={starts.At(0.95):0.0} peak_mb={one.PeakMegabytes} times={times} times_peak_mb={peak} times_ratio={ratio:0.00}");
        return one.WallEach <= MostMilliseconds && peak < MostMegabytes && ratio <= times * MostGrowth ? 0 : 1;
    }

    private static async Task RunAsync(string[] arguments, int applications, Func<Load, Task> run)
    {
        var directory = Directory.CreateTempSubdirectory("release-bench-pipeline-").FullName;
        try
        {
            await using var app = PipelineHost.Build(directory, applications, arguments.Text("--provider", "Sqlite"), arguments.Text("--connection", ""));
            await app.StartReleaseAsync(TextWriter.Null);
            using var machine = await PipelineHost.MachineAsync(app);
            await using (var feed = await DeploymentFeed.OpenAsync(machine))
            {
                await run(new Load(machine, feed, applications));
            }

            await app.StopAsync();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Print(string what, Figures figures) => Console.WriteLine(
        $"{what}: {figures.Wall / 1000:0.0} s, {figures.WallEach:0.00} ms and {figures.ProcessorEach:0.00} ms of processor for each deployment and environment; "
        + $"queued to begun p50 {figures.Starts.At(0.5):0} ms, p95 {figures.Starts.At(0.95):0} ms; {figures.PeakMegabytes} MB at most");

    private static long Megabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    /// <param name="Wall">Milliseconds of the whole run.</param>
    /// <param name="WallEach">Milliseconds for one deployment in one environment.</param>
    /// <param name="Starts">Milliseconds from queued to begun, the shortest first.</param>
    private sealed record Figures(double Wall, double WallEach, double ProcessorEach, List<double> Starts, long PeakMegabytes);

    /// <summary>Applications that deploy; versions go on from one run to the next.</summary>
    private sealed class Load(HttpClient machine, DeploymentFeed feed, int applications)
    {
        private int _version = 1;

        public async Task<Figures> RunAsync(int deployments)
        {
            feed.TakeStarts();
            using var process = Process.GetCurrentProcess();
            var processor = process.TotalProcessorTime;
            var began = Stopwatch.GetTimestamp();
            var left = deployments;
            await Task.WhenAll(Enumerable.Range(0, applications).Select(number => Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    await DeployAsync(PipelineHost.Application(number));
                }
            })));
            var wall = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            process.Refresh();
            var each = (double)deployments * PipelineHost.Environments.Count;
            return new Figures(wall, wall / each, (process.TotalProcessorTime - processor).TotalMilliseconds / each, feed.TakeStarts(), Megabytes());
        }

        /// <returns>Milliseconds from request to production and from queued to begun.</returns>
        public async Task<(List<double> Ways, List<double> Starts)> AloneAsync(int deployments)
        {
            feed.TakeStarts();
            var ways = new List<double>(deployments);
            for (var number = 0; number < deployments; number++)
            {
                var began = Stopwatch.GetTimestamp();
                await DeployAsync(PipelineHost.Application(number % applications));
                ways.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            ways.Sort();
            return (ways, feed.TakeStarts());
        }

        /// <summary>Requests a new version and waits until it is in the last environment.</summary>
        private async Task DeployAsync(string application)
        {
            var arrived = feed.SucceededAsync(application, PipelineHost.Environments[^1]);
            await machine.RequestAsync(application, $"v{Interlocked.Increment(ref _version)}");
            await arrived;
        }
    }
}
