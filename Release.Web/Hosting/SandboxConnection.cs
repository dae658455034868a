using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Release.Sandbox;

namespace Release.Web.Hosting;

/// <summary>Tells the sandbox's workflows where Release answers, once it listens, as an operator would enter URL and token.</summary>
internal sealed class SandboxConnection(SandboxWorld world, SandboxToken token, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Connect);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Connect()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is not null && Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            world.SetRelease(uri, token.Value);
        }
    }
}
