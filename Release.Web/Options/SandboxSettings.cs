namespace Release.Web.Options;

/// <summary>What Release itself reads under <c>Release:Sandbox</c>, in sandbox mode alone; the sandbox reads the rest.</summary>
public sealed class SandboxSettings
{
    /// <summary>A fixed machine token with every right; without one, a new one is made and printed at each start.</summary>
    public string? ApiToken { get; set; }

    /// <summary>Whether to listen on more than loopback although everyone is signed in as admin.</summary>
    public bool AllowRemote { get; set; }
}
