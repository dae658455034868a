using System.Diagnostics;
using System.Net.Http.Headers;

namespace Release.Benchmarks;

/// <summary>A published product as a process of its own, with the sandbox beside it and an instant rollout.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private const string Token = "benchmark-token";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly Task _reading;

    private ProductProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public HttpClient Machine { get; } = new();

    /// <summary>From the start of the process until it said that it is ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <param name="app">The folder it was published to.</param>
    /// <param name="directory">Its data directory.</param>
    public static async Task<ProductProcess> StartAsync(string app, string directory)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])
                 [
                     "-c",
                     SandboxBeside.Script,
                     Path.Combine(Path.GetFullPath(app), "..", "sandbox", "Release.Sandbox.dll"),
                     "dotnet",
                     Path.Combine(app, "Release.Web.dll"),
                     "--urls=http://127.0.0.1:0",
                     $"--Release:DataDirectory={directory}",
                     $"--Release:Sandbox:ApiToken={Token}",
                     "--Release:Sandbox:RolloutSeconds=0",
                     "--Release:Sandbox:SmokeTestSeconds=0",
                     "--Logging:LogLevel:Default=Warning",
                 ])
        {
            start.ArgumentList.Add(argument);
        }

        var began = Stopwatch.GetTimestamp();
        var product = new ProductProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        try
        {
            product.Machine.BaseAddress = await product._ready.Task.WaitAsync(Patience);
        }
        catch
        {
            await product.DisposeAsync();
            throw;
        }

        product.ReadyAfter = Stopwatch.GetElapsedTime(began);
        product.Machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return product;
    }

    public async ValueTask DisposeAsync()
    {
        Machine.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
    }

    /// <summary>Reads what it prints to its end, so that it never waits for us.</summary>
    private async Task ReadAsync()
    {
        const string prefix = "Address: ";
        Uri? address = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                address = new Uri(line[prefix.Length..].Split(',')[0].Trim());
            }
            else if (line == "Release is ready." && address is not null)
            {
                _ready.TrySetResult(address);
            }
        }

        _ready.TrySetException(new InvalidOperationException("The product ended before it was ready."));
    }
}
