namespace Release.Sandbox.Git.History;

/// <summary>One file that differs between two trees.</summary>
/// <param name="Before">Its blob before; null for a file that is new.</param>
/// <param name="After">Its blob after; null for one that is gone.</param>
internal sealed record FileChange(string Path, string? Before, string? After);
