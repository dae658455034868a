using System.Runtime.InteropServices;

namespace Release.Sandbox.Hosting;

/// <summary>How long this process runs: until SIGTERM or SIGINT, or, where it is tied to another, until that one has ended.</summary>
internal sealed class ProcessLifetime : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="isTied">Whether the process ends with its standard input.</param>
    public ProcessLifetime(bool isTied)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal)),
            // Ctrl+C reaches every process of the terminal. Release still needs the sandbox while it stops.
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => { signal.Cancel = true; if (!isTied) { End(signal); } }),
        ];
        if (isTied)
        {
            new Thread(ReadToEnd) { IsBackground = true, Name = "standard input" }.Start();
        }
    }

    public CancellationToken Ended => _ended.Token;

    public Task WaitAsync() => _end.Task;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        End();
    }

    private void End()
    {
        _end.TrySetResult();
        _ended.Cancel();
    }

    private void ReadToEnd()
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
            // Nothing is ever written here; only end-of-file matters.
        }

        End();
    }
}
