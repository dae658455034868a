namespace Release.Core.Changes;

/// <param name="Path">In the repository.</param>
/// <param name="Status">GitHub's word: added, removed, modified, renamed, copied, changed, unchanged.</param>
public sealed record ChangedFile(string Path, string Status);
