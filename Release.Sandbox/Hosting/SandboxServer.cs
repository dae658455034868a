using System.Net.Sockets;

namespace Release.Sandbox.Hosting;

/// <summary>
/// One address on loopback. It can go away for a while and come back on the same port, as a cluster does whose network is cut.
/// </summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SandboxListener _listener;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private KestrelInstance? _instance;
    private Socket? _placeholder;

    private SandboxServer(SandboxListener listener, KestrelInstance instance, ILoggerFactory loggers, TimeProvider time)
    {
        _listener = listener;
        _instance = instance;
        _loggers = loggers;
        _time = time;
        Address = new Uri($"{(listener.Authority is null ? "http" : "https")}://127.0.0.1:{instance.Port}/");
    }

    public Uri Address { get; }

    public static Task<SandboxServer> StartAsync(
        string name, int formerPort, RequestDelegate handler, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken) =>
        StartAsync(new SandboxListener(name, formerPort, handler), loggers, time, cancellationToken);

    /// <summary>Listens on the port it had before if that is free, else on any.</summary>
    /// <exception cref="IOException">Loopback cannot be bound at all.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxListener listener, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<SandboxServer>();
        KestrelInstance instance;
        try
        {
            instance = await KestrelInstance.StartAsync(listener, listener.FormerPort, shared: false, loggers, time, cancellationToken);
        }
        catch (IOException) when (listener.FormerPort != 0)
        {
            Log.PortTaken(logger, listener.Name, listener.FormerPort);
            instance = await KestrelInstance.StartAsync(listener, 0, shared: false, loggers, time, cancellationToken);
        }

        var server = new SandboxServer(listener, instance, loggers, time);
        Log.ServerStarted(logger, listener.Name, server.Address);
        return server;
    }

    /// <summary>Closes every connection and accepts no new one until <see cref="ComeBackAsync"/>; the port stays ours.</summary>
    /// <param name="hang">True when connecting succeeds and nothing ever answers; false when connections are refused.</param>
    public async Task GoAwayAsync(bool hang)
    {
        await _turn.WaitAsync();
        try
        {
            // Bound before the server releases the port; otherwise the system could give it to another connection.
            var placeholder = Hold();
            _placeholder?.Dispose();
            _placeholder = placeholder;
            if (_instance is { } instance)
            {
                _instance = null;
                await instance.DisposeAsync();
            }

            if (hang)
            {
                _placeholder.Listen();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="IOException">Somebody else took the port meanwhile.</exception>
    public async Task ComeBackAsync(CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_instance is not null)
            {
                return;
            }

            // Another placeholder, because one that listens would take connections from the server.
            using var placeholder = Hold();
            _placeholder?.Dispose();
            _placeholder = null;
            _instance = await KestrelInstance.StartAsync(_listener, Address.Port, shared: true, _loggers, _time, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _placeholder?.Dispose();
        if (_instance is { } instance)
        {
            await instance.DisposeAsync();
        }

        _turn.Dispose();
    }

    /// <summary>A bound socket keeps others off the port. While it does not listen the kernel refuses; when it does but nobody accepts, clients hang.</summary>
    private Socket Hold() => LoopbackSocket.Bind(Address.Port, shared: true);
}
