namespace Release.Core.Policies;

/// <summary>What a machine token may do.</summary>
[Flags]
public enum TokenScopes
{
    None = 0,
    Read = 1,

    /// <summary>Record deployments (contracts §1).</summary>
    Notify = 2,

    /// <summary>Start deployments, in the token's environments.</summary>
    Deploy = 4,

    /// <summary>Everything else.</summary>
    Admin = 8,
    All = Read | Notify | Deploy | Admin,
}
