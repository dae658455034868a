using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Release.Tests.Support;

/// <summary>The sandbox as a process of its own, apart from Release: it lives on when Release is killed, and ends with the tests.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SandboxProcess(Process process, string dataDirectory) => (_process, DataDirectory) = (process, dataDirectory);

    public static string Built { get; } = Path.Combine(AppContext.BaseDirectory, "Release.Sandbox.dll");

    public string DataDirectory { get; }

    public HttpClient Control { get; private set; } = null!;

    /// <summary>Starts it and waits until everything answers.</summary>
    public static async Task<SandboxProcess> StartAsync(string dataDirectory, params string[] settings)
    {
        var sandbox = Begin(dataDirectory, settings);
        try
        {
            await sandbox.WaitAsync();
            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>A start that must fail: what it ended with and what it said on standard error.</summary>
    public static async Task<(int ExitCode, string Error)> FailAsync(string dataDirectory, params string[] settings)
    {
        await using var failing = Begin(dataDirectory, settings);
        await failing._process.WaitForExitAsync().WaitAsync(StartLimit);
        return (failing._process.ExitCode, failing.Output);
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Control?.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static SandboxProcess Begin(string dataDirectory, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Built, "--end-with-stdin", $"--Release:DataDirectory={dataDirectory}", .. settings.Select(setting => "--" + setting)])
        {
            start.ArgumentList.Add(argument);
        }

        var sandbox = new SandboxProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."), dataDirectory);
        sandbox._process.ErrorDataReceived += (_, line) =>
        {
            lock (sandbox._output)
            {
                sandbox._output.AppendLine(line.Data);
            }
        };
        sandbox._process.BeginErrorReadLine();
        return sandbox;
    }

    private async Task WaitAsync()
    {
        var endpoints = Path.Combine(DataDirectory, "sandbox", "endpoints.json");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!File.Exists(endpoints))
        {
            _process.HasExited.ShouldBeFalse(Output);
            await timer.WaitForNextTickAsync(limit.Token);
        }

        Control = new HttpClient { BaseAddress = new Uri((string)JsonNode.Parse(await File.ReadAllTextAsync(endpoints, limit.Token))!["control"]!) };
        Control.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", (await File.ReadAllTextAsync(Path.Combine(DataDirectory, "sandbox", "control-token"), limit.Token)).Trim());
    }
}
