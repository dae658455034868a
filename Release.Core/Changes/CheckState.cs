namespace Release.Core.Changes;

/// <summary>What CI says of a commit.</summary>
public enum CheckState
{
    /// <summary>Nobody could be asked.</summary>
    Unknown,

    /// <summary>There are no checks.</summary>
    None,
    Pending,
    Passed,
    Failed,
}
