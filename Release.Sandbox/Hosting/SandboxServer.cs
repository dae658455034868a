using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Release.Sandbox.Hosting;

/// <summary>
/// One bare Kestrel on loopback. No host, container or routing: seven of these start with the product, so they must cost next to nothing.
/// </summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;
    private readonly SocketTransportFactory _transport;
    private readonly CancellationTokenSource _stopping;
    private readonly TimeProvider _time;

    private SandboxServer(KestrelServer server, SocketTransportFactory transport, CancellationTokenSource stopping, TimeProvider time, Uri address)
    {
        _server = server;
        _transport = transport;
        _stopping = stopping;
        _time = time;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Listens on the port it had before if that is free, else on any.</summary>
    /// <exception cref="IOException">Loopback cannot be bound at all.</exception>
    public static async Task<SandboxServer> StartAsync(
        string name, int formerPort, RequestDelegate handler, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger<SandboxServer>();
        try
        {
            return await ListenAsync(name, formerPort, handler, loggers, time, cancellationToken);
        }
        catch (IOException) when (formerPort != 0)
        {
            Log.PortTaken(logger, name, formerPort);
            return await ListenAsync(name, 0, handler, loggers, time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var limit = new CancellationTokenSource(StopLimit, _time);
        await _server.StopAsync(limit.Token);
        _server.Dispose();
        _stopping.Dispose();
        GC.KeepAlive(_transport);
    }

    private static async Task<SandboxServer> ListenAsync(
        string name, int port, RequestDelegate handler, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        ListenOptions? listen = null;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinResponseDataRate = null; // A watch is silent for minutes.
        options.Listen(IPAddress.Loopback, port, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            listen = endpoint;
        });
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers);
        var server = new KestrelServer(Options.Create(options), transport, loggers);
        var stopping = new CancellationTokenSource();
        try
        {
            var application = new SandboxHttpApplication(name, handler, loggers.CreateLogger<SandboxServer>(), stopping.Token);
            await server.StartAsync(application, cancellationToken);
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }

        var address = new Uri($"http://127.0.0.1:{listen!.IPEndPoint!.Port}/");
        Log.ServerStarted(loggers.CreateLogger<SandboxServer>(), name, address);
        return new SandboxServer(server, transport, stopping, time, address);
    }
}
