using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Configuration;
using Release.Core.Environments;
using Release.Integrations.ConfigRepository;
using Release.Integrations.Git;

namespace Release.Benchmarks;

/// <summary>
/// Image-tag updates against the shell way (shallow clone, branch, commit, push, merge, delete) on a generated
/// repository. Options: <c>--commits N</c> (history, default 5,000), <c>--updates N</c> (one by one, default 20).
/// </summary>
internal static class ConfigBenchmark
{
    public const string Name = "config";
    private const int AtOnce = 100;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(string[] args)
    {
        var commits = args.Number("--commits", 5_000);
        var updates = args.Number("--updates", 20);
        var directory = Directory.CreateTempSubdirectory("release-bench-config-").FullName;
        try
        {
            var remote = new ConfigBenchmarkRemote(directory);
            var began = Stopwatch.GetTimestamp();
            await remote.GenerateAsync(commits);
            Console.WriteLine($"generated {commits} commits in {Seconds(began):0.0} s");
            // Of its own, so that one way's pushes are no races for the other; in turns, so that both meet the same machine.
            var forShell = await remote.CopyAsync();
            await using var repository = Open(remote, directory);
            began = Stopwatch.GetTimestamp();
            await repository.ReadAllAsync(CancellationToken.None);
            Console.WriteLine($"first use (clone and read) {Seconds(began):0.0} s");
            var (shell, one, lostOne) = await OneByOneAsync(remote, forShell, repository, updates);
            var (batch, lostBatch) = await AtOnceAsync(remote, repository);
            Console.WriteLine($"memory {Environment.WorkingSet / (1024 * 1024)} MB");
            Console.WriteLine($"RESULT {Name} commits={commits} shell_ms={shell:0.0} one_by_one_ms={one:0.0} batch100_ms={batch:0.0} one_by_one_ratio={shell / one:0.0} batch100_ratio={shell * AtOnce / batch:0.0} lost={lostOne + lostBatch}");
            return lostOne + lostBatch == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Milliseconds an update; medians.</summary>
    private static async Task<(double Shell, double Ours, int Lost)> OneByOneAsync(
        ConfigBenchmarkRemote remote, ConfigBenchmarkRemote forShell, GitConfigRepository repository, int updates)
    {
        var (shell, ours) = (new List<double>(), new List<double>());
        var edits = Enumerable.Range(0, updates).Select(number => Edit(number, $"one-{number}")).ToList();
        foreach (var edit in edits)
        {
            var began = Stopwatch.GetTimestamp();
            await forShell.UpdateByShellAsync(edit.Cell.Application.Value, edit.Version!.Value);
            shell.Add(Milliseconds(began));
            began = Stopwatch.GetTimestamp();
            await repository.UpdateAsync(edit, CancellationToken.None);
            ours.Add(Milliseconds(began));
        }

        return (Median("shell way", shell), Median("one by one", ours), await remote.CountLostAsync(edits));
    }

    private static async Task<(double Milliseconds, int Lost)> AtOnceAsync(ConfigBenchmarkRemote remote, GitConfigRepository repository)
    {
        var times = new List<double>();
        var lost = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var edits = Enumerable.Range(0, AtOnce).Select(number => Edit(number, $"batch-{round}-{number}")).ToList();
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(edits.Select(edit => repository.UpdateAsync(edit, CancellationToken.None)));
            times.Add(Milliseconds(began));
            lost += await remote.CountLostAsync(edits);
        }

        return (Median("100 at once", times), lost);
    }

    private static GitConfigRepository Open(ConfigBenchmarkRemote remote, string directory) => new(
        Options.Create(new ConfigRepositoryOptions { Url = remote.Url, Directory = Path.Combine(directory, "config-mirror") }),
        new EnvironmentOrder(ConfigBenchmarkRemote.Environments.Select(name => new DeploymentEnvironment(EnvironmentName.Parse(name)))),
        TimeProvider.System,
        NullLoggerFactory.Instance);

    private static ConfigEdit Edit(int number, string version) => ConfigEdit.ForVersion(
        new Cell(ApplicationName.Parse(ConfigBenchmarkRemote.Application(number)), EnvironmentName.Parse(ConfigBenchmarkRemote.Environments[0])),
        ImageTag.Parse(version),
        "benchmark");

    private static double Median(string what, List<double> times)
    {
        times.Sort();
        var median = times[times.Count / 2];
        Console.WriteLine($"{what}: median {median:0.0} ms, fastest {times[0]:0.0} ms, slowest {times[^1]:0.0} ms");
        return median;
    }

    private static double Milliseconds(long began) => Stopwatch.GetElapsedTime(began).TotalMilliseconds;

    private static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;
}
