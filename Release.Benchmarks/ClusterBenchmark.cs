using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Board;
using Release.Core.Environments;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Web.Start;
using k8s.Models;

namespace Release.Benchmarks;

/// <summary>
/// One large cluster: memory and idle processor time of the product while it watches, and how long a changed pod needs to
/// reach the board. The product and the sandbox's cluster run in this one process, so both figures hold the imitated
/// cluster as well. Options: <c>--deployments N</c> (default 5,000, with three pods each), <c>--changes N</c> (default
/// 200), <c>--idle N</c> (seconds, default 30).
/// </summary>
internal static class ClusterBenchmark
{
    public const string Name = "cluster";
    private const string Environment = "production";
    private const int PodsEach = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var deployments = arguments.Number("--deployments", 5_000);
        var changes = arguments.Number("--changes", 200);
        var idle = TimeSpan.FromSeconds(arguments.Number("--idle", 30));
        var directory = Directory.CreateTempSubdirectory("release-bench-cluster-").FullName;
        try
        {
            Seed(Path.Combine(directory, "seed", Environment), deployments);
            await using var sandbox = await SandboxBeside.StartAsync(Path.Combine(directory, "data"), Arguments(directory));
            await using var app = Web.Program.Build(Arguments(directory), builder => builder.Logging.ClearProviders());
            var began = Stopwatch.GetTimestamp();
            await app.StartReleaseAsync(TextWriter.Null);
            var board = app.Services.GetRequiredService<IBoard>();
            await SeenAsync(board, snapshot => snapshot.Rows.Count(IsComplete) == deployments);
            Console.WriteLine($"{deployments} Deployments, {deployments * PodsEach} pods: all on the board after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");

            // What the start set off (first looks at every cell, tiered compilation) is not idleness.
            await IdleAsync(Settling);
            var processor = await IdleAsync(idle);
            Console.WriteLine($"idle for {idle.TotalSeconds:0} s: {processor:0.00} % of a core");
            var times = await ChangeAsync(app, board, changes);
            times.Sort();
            GC.Collect();
            var memory = Process.GetCurrentProcess().WorkingSet64 / (1024 * 1024);
            Console.WriteLine(
                $"RESULT {Name} deployments={deployments} pods={deployments * PodsEach} memory_mb={memory} idle_cpu_percent={processor:0.00} change_p50_ms={times[times.Count / 2]:0} change_p95_ms={times[(int)(times.Count * 0.95)]:0}");
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
        $"--Release:Environments:0:Name={Environment}",
        "--Release:Environments:1:Name=",
        "--Release:Environments:2:Name=",
        "--Logging:LogLevel:Default=Warning",
    ];

    private static void Seed(string directory, int deployments)
    {
        Directory.CreateDirectory(directory);
        for (var number = 1; number <= deployments; number++)
        {
            File.WriteAllText(
                Path.Combine(directory, $"application-{number:00000}"),
                $"image_tag: v{number}\nautomatic_deploys_enabled: true\npromote_deployment: true\n");
        }
    }

    private static bool IsComplete(BoardRow row) => row.Cells is [{ Live.ReadyPods: PodsEach }];

    /// <summary>Percent of one core.</summary>
    private static async Task<double> IdleAsync(TimeSpan idle)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(idle, TimeProvider.System);
        process.Refresh();
        return (process.TotalProcessorTime - before) / idle * 100;
    }

    /// <summary>Milliseconds from the API server's answer to a change of a pod's image until the board has its tag.</summary>
    private static async Task<List<double>> ChangeAsync(WebApplication app, IBoard board, int changes)
    {
        var client = app.Services.GetRequiredService<IClusterClients>().For(EnvironmentName.Parse(Environment));
        var pods = await client.ListAsync(ResourceKinds.Pods, new ObjectSelection("apps"), CancellationToken.None);
        var times = new List<double>(changes);
        foreach (var (pod, number) in pods.Items.Where((_, index) => index % Math.Max(1, pods.Items.Count / changes) == 0).Take(changes).Select((pod, index) => (pod, index)))
        {
            var tag = ImageTag.Parse($"changed-{number}");
            var patch = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/spec/containers/0/image", ["value"] = $"registry.example/changed:{tag}" });
            var began = Stopwatch.GetTimestamp();
            await client.PatchAsync(ResourceKinds.Pods, pod.Metadata.Namespace!, pod.Metadata.Name, new V1Patch(patch.ToJsonString(), V1Patch.PatchType.JsonPatch), CancellationToken.None);
            await SeenAsync(board, snapshot => snapshot.Rows.Any(row => row.Cells.Any(cell => cell.Live?.RunningVersions.Contains(tag) == true)));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static async Task SeenAsync(IBoard board, Func<BoardSnapshot, bool> isSeen)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var subscription = board.Subscribe();
        if (isSeen(subscription.Initial))
        {
            return;
        }

        await foreach (var snapshot in subscription.ChangesAsync(patience.Token))
        {
            if (isSeen(snapshot))
            {
                return;
            }
        }

        throw new TimeoutException($"The board did not show it within {Patience.TotalMinutes:0} minutes.");
    }
}
