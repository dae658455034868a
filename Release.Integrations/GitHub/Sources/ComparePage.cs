using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

/// <param name="Status">ahead, behind, diverged or identical.</param>
/// <param name="TotalCommits">Those of head that base has not, on all pages.</param>
/// <param name="Commits">Of this page, oldest first.</param>
/// <param name="Files">On the first page only, at most 300.</param>
internal sealed record ComparePage(string Status, int TotalCommits, IReadOnlyList<CommitObject> Commits, IReadOnlyList<ComparePage.File>? Files)
{
    internal sealed record File(string Filename, string Status);
}
