using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Release.Web.Options;
using Release.Web.SignIn;

namespace Release.Web.Start;

/// <summary>
/// Tells the sandbox Release's address and token, as an operator would enter them at the real systems. Repeated, because a
/// sandbox that was restarted has forgotten them, and may have another address for its page.
/// </summary>
internal sealed partial class SandboxConnection(
    SandboxLink sandbox, SandboxToken token, ReleaseOptions options, IServer server, StartupGate gate, TimeProvider clock, ILogger<SandboxConnection> logger)
    : BackgroundService
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(15);

    private bool _isTold = true;

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
        {
            return;
        }

        try
        {
            // Found anew each time: only the sandbox of this folder gets the token, wherever it answers now.
            var found = await SandboxLink.AskAsync(sandbox.Says.Directory, cancellationToken) ?? throw new HttpRequestException("It does not answer.");
            using var client = SandboxLink.Client(found.Control, found.Token);
            using var response = await client.PutAsJsonAsync(
                new Uri("api/sandbox/release", UriKind.Relative), new { address = Reachable(address), token = token.Value }, cancellationToken);
            response.EnsureSuccessStatusCode();
            options.SandboxPage = found.Control;
            if (!_isTold)
            {
                Log.SandboxBack(logger, found.Control);
            }

            _isTold = true;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (_isTold)
            {
                Log.NotTold(logger, error, sandbox.Says.Directory);
            }

            _isTold = false;
        }
    }

    /// <summary>The address under which this machine reaches a server that may listen on every interface.</summary>
    internal static string Reachable(string address)
    {
        var reachable = new UriBuilder(address.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://*", "://127.0.0.1", StringComparison.Ordinal));
        if (IPAddress.TryParse(reachable.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        {
            reachable.Host = "127.0.0.1";
        }

        return reachable.Uri.GetLeftPart(UriPartial.Authority);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(TellAgain, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TellAsync(stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7301, LogLevel.Warning, "The sandbox of {Directory} could not be told Release's address; its webhooks and events do not arrive. Trying again every 15 seconds")]
        public static partial void NotTold(ILogger logger, Exception error, string directory);

        [LoggerMessage(7302, LogLevel.Information, "The sandbox at {Control} knows Release's address again")]
        public static partial void SandboxBack(ILogger logger, Uri control);
    }
}
