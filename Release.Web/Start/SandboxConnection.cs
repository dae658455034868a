using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Release.Web.SignIn;

namespace Release.Web.Start;

/// <summary>Tells the sandbox where Release answers, as an operator would enter URL and token at the real systems; again and again, because one that was started anew has forgotten.</summary>
internal sealed partial class SandboxConnection(SandboxLink sandbox, SandboxToken token, IServer server, StartupGate gate, TimeProvider clock, ILogger<SandboxConnection> logger)
    : BackgroundService
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(15);

    private readonly HttpClient _client = SandboxLink.Client(sandbox.Control, sandbox.Token);
    private bool _isTold = true;

    public async Task TellAsync(CancellationToken cancellationToken)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } address)
        {
            return;
        }

        try
        {
            using var response = await _client.PutAsJsonAsync(new Uri("api/sandbox/release", UriKind.Relative), new { address, token = token.Value }, cancellationToken);
            response.EnsureSuccessStatusCode();
            _isTold = true;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            if (_isTold)
            {
                Log.SandboxAway(logger, error, sandbox.Control);
            }

            _isTold = false;
        }
    }

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
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
        [LoggerMessage(7301, LogLevel.Warning, "The sandbox at {Control} does not answer; everything that it imitates is away. Release goes on asking")]
        public static partial void SandboxAway(ILogger logger, Exception error, Uri control);
    }
}
