using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
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

    private event Action? Printed;

    public HttpClient Machine { get; private set; } = null!;

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

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="dataDirectory">Where it keeps everything.</param>
    /// <param name="settings">Options as <c>Release:Sandbox:RolloutSeconds=0</c>.</param>
    public static Task<ReleaseProcess> StartAsync(string dataDirectory, params string[] settings) =>
        StartProgramAsync(Path.Combine(AppContext.BaseDirectory, "Release.Web.dll"), dataDirectory, settings);

    /// <param name="program"><c>Release.Web.dll</c> of the build or of a published folder.</param>
    public static async Task<ReleaseProcess> StartProgramAsync(string program, string dataDirectory, params string[] settings)
    {
        var running = Begin(dataDirectory, settings);
        try
        {
            await running.WaitUntilReadyAsync();
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it and waits for nothing.</summary>
    public static ReleaseProcess Begin(string dataDirectory, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            program,
            "--urls=http://127.0.0.1:0",
            $"--Release:DataDirectory={dataDirectory}",
            $"--Release:Sandbox:ApiToken={Token}",
            .. settings.Select(setting => "--" + setting),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var running = new ReleaseProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start."));
        running.ReadOutput();
        return running;
    }

    /// <summary>SIGSTOP: it does nothing until it is told to go on, and connections to it stay open.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    /// <summary>SIGKILL: no handler of the process runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        (await Machine.GetFromJsonAsync<JsonObject>(path, cancellationToken))!;

    /// <summary>The event log from its beginning, and what follows.</summary>
    public async IAsyncEnumerable<JsonNode> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string data = "data:";
        using var stream = await Machine.GetStreamAsync(new Uri("/api/events?after=0", UriKind.Relative), cancellationToken);
        using var events = new StreamReader(stream);
        while (await events.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(data, StringComparison.Ordinal))
            {
                yield return JsonNode.Parse(line[data.Length..])!;
            }
        }

        throw new InvalidOperationException($"The event stream ended.\n{Output}");
    }

    /// <summary>Ends when it has printed a text so many times.</summary>
    public async Task PrintedAsync(string text, int times, CancellationToken cancellationToken)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Printed += Look;
        try
        {
            Look();
            await enough.Task.WaitAsync(StartLimit, cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new InvalidOperationException($"It did not print '{text}' {times} times:\n{Output}", exception);
        }
        finally
        {
            Printed -= Look;
        }

        void Look()
        {
            if (Output.Split(text).Length > times)
            {
                enough.TrySetResult();
            }
        }
    }

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

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("sh") { UseShellExecute = false, ArgumentList = { "-c", "kill -s \"$1\" \"$2\"", "sh", signal, $"{_process.Id}" } })!;
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    private void ReadOutput()
    {
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private async Task WaitUntilReadyAsync()
    {
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

        Printed?.Invoke();
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
