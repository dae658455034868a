namespace Release.Core.Policies;

/// <summary>What somebody wants to do. Who may stands in <see cref="AccessMatrix"/>.</summary>
public enum AccessAction
{
    Read,

    /// <summary>Record a deployment that others did.</summary>
    Notify,

    /// <summary>Start, resume, cancel or roll back a deployment in an environment.</summary>
    Deploy,

    /// <summary>Edit an application's name, notes or freeze.</summary>
    EditApplication,

    /// <summary>Turn a continuous deployment flag on or off.</summary>
    SwitchFlags,

    /// <summary>See, make, rotate and revoke machine tokens.</summary>
    ManageTokens,

    /// <summary>Jobs and whatever else is an admin's.</summary>
    Administer,
}
