using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.Git.History;

/// <summary>What two commits have that the other has not.</summary>
/// <param name="Ahead">In head alone, newest first.</param>
/// <param name="Behind">In base alone, newest first.</param>
/// <param name="MergeBase">Null when they share no history.</param>
internal sealed record Comparison(IReadOnlyList<GitCommit> Ahead, IReadOnlyList<GitCommit> Behind, string? MergeBase);
