namespace Release.Core.Changes;

/// <summary>What lies between two commits.</summary>
/// <param name="Commits">Those that head has and base has not, oldest first.</param>
/// <param name="Removed">Those that base has and head has not, oldest first: what going back takes away.</param>
/// <param name="Files">What changed; GitHub names at most 300.</param>
/// <param name="CommitCount">How many commits head adds, also those beyond the ones listed.</param>
/// <param name="FilesAreComplete">False when GitHub may have left files out.</param>
public sealed record Comparison(
    CommitSha Base,
    CommitSha Head,
    ChangeRelation Relation,
    IReadOnlyList<SourceCommit> Commits,
    IReadOnlyList<SourceCommit> Removed,
    IReadOnlyList<ChangedFile> Files,
    int CommitCount,
    bool FilesAreComplete);
