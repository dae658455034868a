using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Release.Sandbox.Hosting;

/// <summary>
/// One bare Kestrel on loopback. No host, container or routing: seven of these start with the product, so they must cost next to nothing.
/// It cannot start again once stopped, which is why <see cref="SandboxServer"/> makes another.
/// </summary>
internal sealed class KestrelInstance : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;
    private readonly SocketTransportFactory _transport;
    private readonly WebApplication? _services;
    private readonly CancellationTokenSource _stopping;
    private readonly TimeProvider _time;

    private KestrelInstance(KestrelServer server, SocketTransportFactory transport, WebApplication? services, CancellationTokenSource stopping, TimeProvider time, int port)
    {
        _server = server;
        _transport = transport;
        _services = services;
        _stopping = stopping;
        _time = time;
        Port = port;
    }

    public int Port { get; }

    /// <param name="shared">Whether a placeholder holds the port meanwhile.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<KestrelInstance> StartAsync(
        SandboxListener listener, int port, bool shared, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        ListenOptions? listen = null;
        var services = listener.Authority is null ? null : KestrelServices.Make(loggers);
        var options = new KestrelServerOptions { AddServerHeader = false };
        if (services is not null)
        {
            options.ApplicationServices = services.Services;
        }

        options.Limits.MinResponseDataRate = null; // A watch is silent for minutes.
        options.Limits.MaxRequestBodySize = 3 * 1024 * 1024; // As a real API server's.
        options.Limits.Http2.MaxStreamsPerConnection = 250; // Each watch is a stream; clients put all on one connection.
        options.Listen(IPAddress.Loopback, port, endpoint =>
        {
            endpoint.Protocols = listener.Authority is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (listener.Authority is { } authority)
            {
                endpoint.UseHttps(Tls(authority));
            }

            listen = endpoint;
        });
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _ => LoopbackSocket.Bind(port, shared) }), loggers);
        var server = new KestrelServer(Options.Create(options), transport, loggers);
        var stopping = new CancellationTokenSource();
        try
        {
            var application = new SandboxHttpApplication(listener.Name, listener.Handler, loggers.CreateLogger<SandboxServer>(), stopping.Token);
            await server.StartAsync(application, cancellationToken);
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            if (services is not null)
            {
                await services.DisposeAsync();
            }

            throw;
        }

        return new KestrelInstance(server, transport, services, stopping, time, listen!.IPEndPoint!.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var limit = new CancellationTokenSource(StopLimit, _time);
        await _server.StopAsync(limit.Token);
        _server.Dispose();
        _stopping.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        GC.KeepAlive(_transport);
    }

    private static HttpsConnectionAdapterOptions Tls(PrivateAuthority authority) => new()
    {
        ServerCertificate = authority.IssueServer(),
        ClientCertificateMode = ClientCertificateMode.AllowCertificate,

        // As a real API server does: a certificate of another authority does not end the connection, it only identifies nobody.
        ClientCertificateValidation = (_, _, _) => true,
    };
}
