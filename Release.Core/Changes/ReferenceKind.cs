namespace Release.Core.Changes;

/// <summary>What a git reference is.</summary>
public enum ReferenceKind
{
    Tag,
    Branch,
    Commit,
}
