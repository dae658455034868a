using System.Diagnostics;

namespace Release.Benchmarks;

/// <summary>
/// Start to "Release is ready." of what is published: the first start on a new data directory, and the median of those
/// that follow on it. Options: <c>--starts N</c> (default 5). It starts <c>artifacts/app</c> and <c>artifacts/sandbox</c> of the folder that it is run in.
/// </summary>
internal static class StartBenchmark
{
    public const string Name = "start";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var starts = arguments.Number("--starts", 5);
        var directory = Directory.CreateTempSubdirectory("release-start-").FullName;
        try
        {
            var first = await StartAsync(directory);
            var later = new List<double>();
            for (var round = 0; round < starts; round++)
            {
                later.Add(await StartAsync(directory));
            }

            later.Sort();
            Console.WriteLine($"First start {first:0} ms; second starts {string.Join(", ", later.Select(time => $"{time:0}"))} ms");
            Console.WriteLine($"RESULT {Name} first_ms={first:0} second_ms={later[later.Count / 2]:0} second_max_ms={later[^1]:0}");
            return 0;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>In milliseconds. The process is killed when it is ready.</summary>
    private static async Task<double> StartAsync(string directory)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])
                 [
                     "-c",
                     SandboxBeside.Script,
                     Path.GetFullPath("artifacts/sandbox/Release.Sandbox.dll"),
                     "dotnet",
                     Path.GetFullPath("artifacts/app/Release.Web.dll"),
                     "--urls=http://127.0.0.1:0",
                     $"--Release:DataDirectory={directory}",
                 ])
        {
            start.ArgumentList.Add(argument);
        }

        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line == "Release is ready.")
                {
                    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            }

            throw new InvalidOperationException("Release ended before it was ready.");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
