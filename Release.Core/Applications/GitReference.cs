namespace Release.Core.Applications;

/// <summary>What git forbids in a reference's segment beyond our own patterns (git-check-ref-format).</summary>
internal static class GitReference
{
    public static bool IsSafeSegment(string text) =>
        !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith('.')
        && !text.EndsWith(".lock", StringComparison.OrdinalIgnoreCase);
}
