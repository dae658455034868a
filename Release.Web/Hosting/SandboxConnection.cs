using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Release.Sandbox;
using Release.Web.Start;

namespace Release.Web.Hosting;

/// <summary>Tells the sandbox's workflows where Release answers, once it is ready, as an operator would enter URL and token.</summary>
internal sealed class SandboxConnection(SandboxWorld world, SandboxToken token, IServer server, StartupGate gate) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await gate.WaitAsync(stoppingToken);
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            world.SetRelease(uri, token.Value);
        }
    }
}
