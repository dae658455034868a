namespace Release.Sandbox.Git.History;

/// <summary>One reference to move.</summary>
/// <param name="Name">In full: <c>refs/heads/main</c>.</param>
/// <param name="Before">What it must be now; null where it must not exist.</param>
/// <param name="After">Null deletes it.</param>
internal sealed record RefChange(string Name, string? Before, string? After);
