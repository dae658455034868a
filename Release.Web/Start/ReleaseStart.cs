using Release.Data;
using Release.Web.Options;

namespace Release.Web.Start;

/// <summary>Starts Release in this order (docs/adr/0016): listen, prepare everything that the first request needs, announce readiness.</summary>
internal static class ReleaseStart
{
    /// <exception cref="StartupRefusedException">It cannot start; the message says why.</exception>
    public static async Task StartReleaseAsync(this WebApplication app, TextWriter output)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception error)
        {
            if (Refusal(app, error) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }

        app.Services.GetRequiredService<StartupGate>().Open();
        if (app.Services.GetService<SandboxConnection>() is { } sandbox)
        {
            await sandbox.TellAsync(app.Lifetime.ApplicationStopping);
        }

        foreach (var line in app.Services.GetRequiredService<Announcement>().Lines())
        {
            await output.WriteLineAsync(line);
        }

        await output.FlushAsync();
    }

    private static StartupRefusedException? Refusal(WebApplication app, Exception error) =>
        error is OperationCanceledException && app.Lifetime.ApplicationStopping.IsCancellationRequested
            ? new StartupRefusedException("It was stopped while it was starting.", error)
            : StartFailure.Refusal(error, app.Services.GetRequiredService<ReleaseOptions>(), app.Services.GetRequiredService<DatabaseOptions>());
}
