using Microsoft.AspNetCore.Connections;

namespace Release.Web.Hosting;

/// <summary>The start, in its order: what must be there before the first request, then listening, then "ready".</summary>
internal static class ReleaseStart
{
    public static async Task StartReleaseAsync(this WebApplication app, TextWriter output)
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            throw new StartupRefusedException($"{error.Message} Give another address: --urls {ListenAddresses.Default}.", error);
        }

        app.Services.GetRequiredService<StartupGate>().Open();
        foreach (var line in app.Services.GetRequiredService<Announcement>().Lines())
        {
            await output.WriteLineAsync(line);
        }

        await output.FlushAsync();
    }
}
