namespace Release.Web.Hosting;

/// <summary>Options under <c>Release:Sandbox</c>; only looked at in sandbox mode.</summary>
public sealed class SandboxSettings
{
    /// <summary>A fixed machine token with every right; without one, a new one is made and printed at each start.</summary>
    public string? ApiToken { get; set; }

    /// <summary>A folder of image-tag files (<c>environment/application</c>) to make the configuration repository from.</summary>
    public string? SeedDirectory { get; set; }

    /// <summary>How long a rollout takes; 0 = at once.</summary>
    public double RolloutSeconds { get; set; } = 8;

    public double SmokeTestSeconds { get; set; } = 4;

    /// <summary>How long a workflow takes to build an image; 0 = at once.</summary>
    public double BuildSeconds { get; set; } = 6;

    /// <summary>After how long without progress a rollout has failed.</summary>
    public double ProgressDeadlineSeconds { get; set; } = 30;

    /// <summary>Whether to listen on more than loopback although everyone is signed in as admin.</summary>
    public bool AllowRemote { get; set; }
}
