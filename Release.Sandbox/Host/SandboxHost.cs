using Release.Sandbox.Control;
using Release.Sandbox.Hosting;
using Release.Sandbox.World;

namespace Release.Sandbox.Host;

/// <summary>A whole sandbox: its folder's lock, the imitated systems, and the page and API that control them.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    private const int NoSpaceLeft = 28; // ENOSPC on Linux and macOS.

    private readonly SandboxLock _lock;
    private readonly ILoggerFactory _loggers;
    private readonly ControlServer _control;

    private SandboxHost(SandboxLock taken, ILoggerFactory loggers, ControlServer control, SandboxWorld world)
    {
        (_lock, _loggers, _control, World) = (taken, loggers, control, world);
    }

    public SandboxWorld World { get; }

    /// <summary>When it returns, everything answers and <c>endpoints.json</c> says where.</summary>
    /// <exception cref="SandboxRefusedException">It cannot start; the message says why and what to do.</exception>
    public static async Task<SandboxHost> StartAsync(SandboxSettings settings, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var taken = await SandboxLock.TakeAsync(settings.Options.Directory, time, cancellationToken);
        // Standard output is Release's.
        var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(settings.Configuration.GetSection("Logging"))
            .AddSimpleConsole().Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        ControlServer? control = null;
        try
        {
            var world = await SandboxWorld.StartAsync(
                settings.Options, loggers, time, cancellationToken,
                async world => (control = await ControlServer.StartAsync(settings, world, loggers, time, cancellationToken)).Address);
            return new SandboxHost(taken, loggers, control!, world);
        }
        catch (Exception error)
        {
            if (control is not null)
            {
                await control.DisposeAsync();
            }

            loggers.Dispose();
            taken.Dispose();
            if (error is IOException { HResult: NoSpaceLeft })
            {
                throw new SandboxRefusedException($"The disk is full. Make room for {settings.Options.Directory}, then start again.", error);
            }

            if (error is IOException or UnauthorizedAccessException)
            {
                throw new SandboxRefusedException($"{error.Message.TrimEnd('.')}. Check Release:Sandbox:SeedDirectory and Release:DataDirectory.", error);
            }

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _control.DisposeAsync();
        await World.DisposeAsync();
        _loggers.Dispose();
        _lock.Dispose();
    }
}
