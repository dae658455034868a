using System.Globalization;
using Release.Benchmarks;

// One subcommand each; the last line of each is "RESULT name key=value …".
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var benchmarks = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["board"] = BoardBenchmark.RunAsync,
    [ConfigBenchmark.Name] = ConfigBenchmark.RunAsync,
    [ClusterBenchmark.Name] = ClusterBenchmark.RunAsync,
    [WebhookBenchmark.Name] = WebhookBenchmark.RunAsync,
    [StartBenchmark.Name] = StartBenchmark.RunAsync,
    [PipelineBenchmark.Name] = PipelineBenchmark.RunAsync,
    [RequestBenchmark.Name] = RequestBenchmark.RunAsync,
};

if (args is [var name, ..] && benchmarks.TryGetValue(name, out var benchmark))
{
    return await benchmark(args[1..]);
}

if (args.Length > 0)
{
    Console.Error.WriteLine($"There is no benchmark '{args[0]}'. There are: {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

var worst = 0;
foreach (var each in benchmarks.Values)
{
    worst = Math.Max(worst, await each([]));
}

return worst;
