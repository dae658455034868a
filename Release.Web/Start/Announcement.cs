using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Release.Web.Options;
using Release.Web.SignIn;

namespace Release.Web.Start;

/// <summary>What a person at the terminal wants to know: where, as whom, with which token. Plain lines, not log lines.</summary>
internal sealed class Announcement(IServer server, ReleaseOptions options, SandboxToken sandboxToken)
{
    public IReadOnlyList<string> Lines()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var lines = new List<string> { "", $"Address: {string.Join(", ", addresses)}", $"Data:    {options.DataDirectory}" };
        if (options.IsSandbox)
        {
            lines.Add($"Sandbox: {options.SandboxPage} (merge pull requests, break versions, take clusters away)");
            lines.Add($"You are: {SandboxSignIn.Person}, role admin (sandbox; the page's top bar changes the role)");
            lines.Add($"Token:   {sandboxToken.Value} (every right: Authorization: Bearer TOKEN)");
        }

        if (options is { IsSandbox: true, Sandbox.AllowRemote: true })
        {
            lines.Add("Warning: Release:Sandbox:AllowRemote is true: everyone who reaches the address is admin.");
        }

        lines.Add("Release is ready.");
        return lines;
    }
}
