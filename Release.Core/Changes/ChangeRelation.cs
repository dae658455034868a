namespace Release.Core.Changes;

/// <summary>How a version stands to the one it replaces.</summary>
public enum ChangeRelation
{
    /// <summary>It cannot be said: there was none before, or one of them is no commit that GitHub knows.</summary>
    Unknown,
    Identical,

    /// <summary>It has everything of the one before, and more.</summary>
    Ahead,

    /// <summary>It goes back: commits of the one before are taken away.</summary>
    Behind,

    /// <summary>It adds commits and takes some away.</summary>
    Diverged,
}
