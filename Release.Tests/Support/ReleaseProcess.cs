using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Release.Tests.Support;

/// <summary>Release as a process of its own, so that it can be killed. What it prints is kept for the failure message.</summary>
internal sealed class ReleaseProcess : IAsyncDisposable
{
    public const string Token = "a-token-with-every-right";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _address;
    private bool _disposed;

    private ReleaseProcess(Process process) => _process = process;

    public HttpClient Machine { get; private set; } = null!;

    public Uri Address => _address!;

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <param name="settings">Options as <c>Release:Sandbox:RolloutSeconds=0</c>.</param>
    public static Task<ReleaseProcess> StartAsync(string dataDirectory, params string[] settings) => StartAsync(DirectoryState.AsItIs, dataDirectory, settings);

    public static async Task<ReleaseProcess> StartAsync(DirectoryState state, string dataDirectory, params string[] settings)
    {
        var running = Run(state, dataDirectory, settings);
        await running.WaitUntilReadyAsync();
        return running;
    }

    /// <summary>A start that must fail: what it ended with, what it said on standard error, and after how long.</summary>
    public static async Task<FailedStart> FailAsync(DirectoryState state, string dataDirectory, params string[] settings)
    {
        var time = Stopwatch.StartNew();
        await using var failing = Run(state, dataDirectory, settings);
        var error = failing._process.StandardError.ReadToEndAsync();
        failing._process.OutputDataReceived += (_, line) => failing.Take(line.Data);
        failing._process.BeginOutputReadLine();
        await failing._process.WaitForExitAsync().WaitAsync(StartLimit);
        return new FailedStart(failing._process.ExitCode, await error, time.Elapsed);
    }

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (await Machine.GetFromJsonAsync<JsonObject>(path, cancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        Machine?.Dispose();
        _process.Dispose();
    }

    private static ReleaseProcess Run(DirectoryState state, string dataDirectory, string[] settings)
    {
        string[] command =
        [
            .. state.Command(dataDirectory),
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "Release.Web.dll"),
            "--urls=http://127.0.0.1:0",
            $"--Release:DataDirectory={dataDirectory}",
            $"--Release:Sandbox:ApiToken={Token}",
            .. settings.Select(setting => "--" + setting),
        ];
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in command[1..])
        {
            start.ArgumentList.Add(argument);
        }

        return new ReleaseProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start."));
    }

    private async Task WaitUntilReadyAsync()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        var exited = _process.WaitForExitAsync();
        var first = await Task.WhenAny(_ready.Task, exited).WaitAsync(StartLimit);
        if (first == exited)
        {
            throw new InvalidOperationException($"Release ended with {_process.ExitCode}:\n{Output}");
        }

        Machine = new HttpClient { BaseAddress = await _ready.Task, Timeout = TimeSpan.FromSeconds(30) };
        Machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        const string address = "Address: ";
        if (line.StartsWith(address, StringComparison.Ordinal))
        {
            _address = new Uri(line[address.Length..].Split(',')[0].Trim());
        }
        else if (line == "Release is ready." && _address is not null)
        {
            _ready.TrySetResult(_address);
        }
    }
}

/// <summary>How a start ended that could not be.</summary>
/// <param name="Error">What stood on standard error.</param>
internal sealed record FailedStart(int ExitCode, string Error, TimeSpan Took)
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    /// <summary>Exit code 1, and one sentence with the cause and the remedy, without a trace of the stack.</summary>
    public void ShouldSay(string cause, string remedy)
    {
        Error.ShouldStartWith("Release did not start. ");
        Error.ShouldContain(cause);
        Error.ShouldContain(remedy);
        Error.TrimEnd().ShouldNotContain("\n");
        ExitCode.ShouldBe(1);
    }

    /// <summary>The same, within five seconds also on a busy machine: it is found before anything is done.</summary>
    public void ShouldSayAtOnce(string cause, string remedy)
    {
        ShouldSay(cause, remedy);
        Took.ShouldBeLessThan(AtOnce);
    }
}
