using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Release.Sandbox.Control;
using Release.Sandbox.Hosting;
using Release.Sandbox.Pages;
using Release.Sandbox.World;

namespace Release.Sandbox.Host;

/// <summary>The one address at which people and scripts control the sandbox: the page at <c>/</c>, the API under <c>/api/sandbox</c>.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;

    private ControlServer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>As this machine reaches it.</summary>
    public Uri Address { get; }

    /// <exception cref="SandboxRefusedException">The configured address is not free.</exception>
    public static async Task<ControlServer> StartAsync(
        SandboxSettings settings, SandboxWorld world, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = Bind(settings, world.Files.FormerPorts(loggers.CreateLogger<ControlServer>()).GetValueOrDefault("control"));
        var listening = (IPEndPoint)socket.LocalEndPoint!;
        var app = Build(settings, world, loggers, time, socket, listening);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            socket.Dispose();
            throw;
        }

        // On every interface, this machine reaches it by loopback.
        var reached = IPAddress.IsLoopback(listening.Address) ? listening : new IPEndPoint(IPAddress.Loopback, listening.Port);
        return new ControlServer(app, new Uri($"http://{reached}/"));
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private static WebApplication Build(
        SandboxSettings settings, SandboxWorld world, ILoggerFactory loggers, TimeProvider time, Socket socket, IPEndPoint listening)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ControlServer).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
            kestrel.Listen(listening, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(world);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(new ControlAccess(settings, world));
        builder.Services.AddRouting();
        builder.AddSandboxPage();

        var app = builder.Build();
        app.UseMiddleware<ControlGuard>();
        // The API has routes of its own, so that a script's first call does not wait for Blazor to start.
        app.MapWhen(context => context.Request.Path.StartsWithSegments(ControlGuard.Api, StringComparison.OrdinalIgnoreCase), MapApi);
        app.UseRouting();
        app.UseAntiforgery();
        app.MapSandboxPage();
        return app;
    }

    private static void MapApi(IApplicationBuilder api)
    {
        api.UseRouting();
        api.UseEndpoints(routes =>
        {
            routes.MapConnection();
            routes.MapMisbehaviours();
            routes.MapClusters();
            routes.MapServices();
            routes.MapGitHub();
            routes.MapFallback(context => ControlAnswers.Problem(context, StatusCodes.Status404NotFound, "Not found", $"There is no {context.Request.Method} {context.Request.Path} here."));
        });
    }

    private static Socket Bind(SandboxSettings settings, int formerPort)
    {
        if (settings.ControlUrl is { } url)
        {
            try
            {
                return SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(SandboxSettings.ListenAddress(url)!, url.Port));
            }
            catch (SocketException taken)
            {
                throw new SandboxRefusedException($"It cannot listen on {url}: {taken.Message.TrimEnd('.')}. Set Release:Sandbox:ControlUrl to another address.", taken);
            }
        }

        try
        {
            return LoopbackSocket.Bind(formerPort, shared: false);
        }
        catch (SocketException) when (formerPort != 0)
        {
            return LoopbackSocket.Bind(0, shared: false);
        }
    }
}
