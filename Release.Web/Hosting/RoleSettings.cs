namespace Release.Web.Hosting;

/// <summary>Active members of this get that role.</summary>
public sealed class RoleSettings
{
    /// <summary>The organisation's login; or <c>organisation:team</c> in one.</summary>
    public string Organisation { get; set; } = "";

    /// <summary>The team's slug; empty for the whole organisation.</summary>
    public string Team { get; set; } = "";

    /// <summary><c>Viewer</c>, <c>Developer</c>, <c>Deployer</c> or <c>Admin</c>.</summary>
    public string Role { get; set; } = "";

    /// <summary>Where a deployer deploys; empty means everywhere.</summary>
    public IList<string> Environments { get; } = [];
}
