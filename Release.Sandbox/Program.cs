using System.Globalization;
using Release.Sandbox.Host;
using Release.Sandbox.Hosting;

namespace Release.Sandbox;

/// <summary>
/// The sandbox as a process. With <c>--end-with-stdin</c> it lives as long as whoever holds the other end of its standard
/// input, which is how <c>./build.sh run</c> ties it to Release.
/// </summary>
internal static class Program
{
    private const string EndWithStdin = "--end-with-stdin";

    public static async Task<int> Main(string[] args)
    {
        OwnerOnly.Apply();
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var isTied = args.Contains(EndWithStdin, StringComparer.Ordinal);
        using var lifetime = new ProcessLifetime(isTied);
        try
        {
            var settings = SandboxSettings.Read([.. args.Where(argument => argument != EndWithStdin)]);
            if (settings.IsLive)
            {
                // Beside Release nothing need be said: it works with the real systems and does not look for a sandbox.
                if (!isTied)
                {
                    await Console.Error.WriteLineAsync("Release:Mode is Live, so no sandbox was started. Start this program without it to work against a sandbox that runs apart.");
                }

                return 0;
            }

            await using var sandbox = await SandboxHost.StartAsync(settings, lifetime.Ended);
            await lifetime.WaitAsync();
            return 0;
        }
        catch (OperationCanceledException) when (lifetime.Ended.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure)
        {
            await Console.Error.WriteLineAsync($"The sandbox did not start. {(failure is SandboxRefusedException ? failure.Message : failure)}");
            return 1;
        }
    }
}
