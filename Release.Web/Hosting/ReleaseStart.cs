namespace Release.Web.Hosting;

/// <summary>The start, in its order: what must be there before the first request, then listening, then "ready".</summary>
internal static class ReleaseStart
{
    public static async Task StartReleaseAsync(this WebApplication app, TextWriter output)
    {
        var options = app.Services.GetRequiredService<ReleaseOptions>();
        if (options.IsSandbox)
        {
            await app.Services.GetRequiredService<SandboxToken>().StoreAsync(CancellationToken.None);
        }

        try
        {
            await app.StartAsync();
        }
        catch (IOException error)
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
