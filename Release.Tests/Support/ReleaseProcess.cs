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

    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "Release.Web.dll");
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _address;
    private bool _disposed;

    private ReleaseProcess(Process process) => _process = process;

    private event Action? Printed;

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

    /// <summary>Starts it with a sandbox beside it, which ends with it, and waits until it is ready.</summary>
    /// <param name="dataDirectory">Where it keeps everything.</param>
    /// <param name="settings">Options as <c>Release:Sandbox:RolloutSeconds=0</c>.</param>
    public static Task<ReleaseProcess> StartAsync(string dataDirectory, params string[] settings) => StartAsync(DirectoryState.AsItIs, dataDirectory, settings);

    public static Task<ReleaseProcess> StartAsync(DirectoryState state, string dataDirectory, params string[] settings) =>
        ReadyAsync(Run([.. state.Command(dataDirectory), .. WithSandbox(settings, SandboxProcess.Built)], Built, dataDirectory, settings));

    /// <summary>Starts it beside a sandbox that is there already and lives on when it is killed.</summary>
    public static Task<ReleaseProcess> StartAsync(SandboxProcess sandbox, params string[] settings) =>
        ReadyAsync(Run([], Built, sandbox.DataDirectory, settings));

    /// <param name="artifacts">The folder that <c>./build.sh</c> publishes both programs to.</param>
    public static Task<ReleaseProcess> StartPublishedAsync(string artifacts, string dataDirectory, params string[] settings) => ReadyAsync(Run(
        WithSandbox(settings, Path.Combine(artifacts, "sandbox", "Release.Sandbox.dll")), Path.Combine(artifacts, "app", "Release.Web.dll"), dataDirectory, settings));

    /// <summary>Starts it and waits for nothing. It gives way to the tests beside it, some of which have a time to keep.</summary>
    public static ReleaseProcess Begin(SandboxProcess sandbox, params string[] settings)
    {
        var running = Run(["nice"], Built, sandbox.DataDirectory, settings);
        running.ReadOutput();
        return running;
    }

    /// <summary>A start that must fail: what it ended with, what it said on standard error, and after how long.</summary>
    public static async Task<FailedStart> FailAsync(DirectoryState state, string dataDirectory, params string[] settings)
    {
        var time = Stopwatch.StartNew();
        await using var failing = Run(state.Command(dataDirectory), Built, dataDirectory, settings);
        var error = failing._process.StandardError.ReadToEndAsync();
        failing._process.OutputDataReceived += (_, line) => failing.Take(line.Data);
        failing._process.BeginOutputReadLine();
        await failing._process.WaitForExitAsync().WaitAsync(StartLimit);
        return new FailedStart(failing._process.ExitCode, await error, time.Elapsed);
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

    /// <summary>What stands before the command so that a sandbox starts beside it and ends with it, as in <c>build.sh</c>; nothing in live mode.</summary>
    private static string[] WithSandbox(string[] settings, string sandbox) => settings.Contains("Release:Mode=Live", StringComparer.Ordinal)
        ? []
        : ["bash", "-c", """exec 3> >(exec dotnet "$0" --end-with-stdin "${@:3}" >&2); export RELEASE_SANDBOX_PROCESS=$!; exec "$@" """, sandbox];

    /// <param name="before">What stands before the command.</param>
    private static ReleaseProcess Run(IEnumerable<string> before, string program, string dataDirectory, string[] settings)
    {
        string[] command =
        [
            .. before,
            "dotnet",
            program,
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

    private static async Task<ReleaseProcess> ReadyAsync(ReleaseProcess running)
    {
        running.ReadOutput();
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
        using var limit = new CancellationTokenSource(StartLimit);
        await using var atLimit = limit.Token.Register(() => _ready.TrySetException(new TimeoutException($"Release was not ready after {StartLimit.TotalSeconds:0} s:\n{Output}")));
        var first = await Task.WhenAny(_ready.Task, exited);
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
