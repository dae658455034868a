using System.Security.Cryptography;
using System.Text;
using Release.Sandbox.Hosting;
using Release.Sandbox.World;

namespace Release.Sandbox.Control;

/// <summary>Who may control the sandbox: whoever has its own token, the configured one, or the machine token that Release told it.</summary>
internal sealed class ControlAccess(SandboxSettings settings, SandboxWorld world)
{
    private readonly string _own = SecretFile.LoadOrCreate(world.Files.ControlToken);

    public bool AllowRemote => settings.AllowRemote;

    public bool IsToken(string presented) =>
        Same(presented, _own) || Same(presented, settings.ApiToken) || Same(presented, world.Release?.Token);

    private static bool Same(string presented, string? known) =>
        known is { Length: > 0 } && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(known));
}
