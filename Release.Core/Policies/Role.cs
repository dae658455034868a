namespace Release.Core.Policies;

/// <summary>What a person may do, each including the ones before.</summary>
public enum Role
{
    /// <summary>Sees everything.</summary>
    Viewer,

    /// <summary>Deploys to the first environment and those beside the promotion chain.</summary>
    Developer,

    /// <summary>Deploys everywhere (the production team).</summary>
    Deployer,

    /// <summary>Switches continuous deployment, freezes, tokens.</summary>
    Admin,
}
