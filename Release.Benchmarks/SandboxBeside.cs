using System.Diagnostics;

namespace Release.Benchmarks;

/// <summary>The published sandbox as a process of its own beside what is measured, on a pipe, so that it ends with the benchmark.</summary>
internal sealed class SandboxBeside : IAsyncDisposable
{
    /// <summary>For bash: starts the sandbox's program ($0) on a pipe of what follows it, as <c>build.sh</c> does; an older product without one has it inside.</summary>
    public const string Script = """if [ -e "$0" ]; then exec 3> >(exec dotnet "$0" --end-with-stdin "${@:3}" >&2); export RELEASE_SANDBOX_PROCESS=$!; fi; exec "$@" """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;

    private SandboxBeside(Process process) => _process = process;

    /// <summary>Starts it and waits until everything that it imitates answers.</summary>
    /// <param name="dataDirectory">Release's.</param>
    /// <param name="arguments">As Release gets them.</param>
    /// <param name="program">The folder it was published to.</param>
    public static async Task<SandboxBeside> StartAsync(string dataDirectory, IEnumerable<string> arguments, string program = "artifacts/sandbox")
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var argument in (string[])[Path.Combine(program, "Release.Sandbox.dll"), "--end-with-stdin", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var endpoints = Path.Combine(dataDirectory, "sandbox", "endpoints.json");
        if (File.Exists(endpoints))
        {
            File.Delete(endpoints); // A former start's.
        }

        var sandbox = new SandboxBeside(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(endpoints))
        {
            if (sandbox._process.HasExited)
            {
                throw new InvalidOperationException("The sandbox ended before it answered.");
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }

        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
