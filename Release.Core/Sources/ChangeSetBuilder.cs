using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>Finds the changes between two versions on GitHub: commits, pull requests, authors, migrations.</summary>
public sealed class ChangeSetBuilder(ISourceHost source, MigrationFiles migrationFiles)
{
    /// <param name="from">What runs there; null when nothing does.</param>
    /// <exception cref="OutsideException">GitHub cannot be asked, or refuses.</exception>
    public async Task<ChangeSet> BetweenAsync(SourceRepository repository, VersionPoint? from, VersionPoint to, CancellationToken cancellationToken)
    {
        var head = await CommitAsync(repository, to, cancellationToken);
        if (head.Sha is null)
        {
            return new ChangeSet(repository, null, null, null, null, [], head.Problem);
        }

        if (from is null)
        {
            return await AloneAsync(repository, null, head, "Nothing was deployed here before.", cancellationToken);
        }

        var @base = from.Version == to.Version && from.Commit is null ? head : await CommitAsync(repository, from, cancellationToken);
        if (@base.Sha is null)
        {
            return await AloneAsync(repository, null, head, $"It cannot be compared with what was there before. {@base.Problem}", cancellationToken);
        }

        var comparison = @base.Sha == head.Sha
            ? new Comparison(@base.Sha, head.Sha, ChangeRelation.Identical, [], [], [], 0, FilesAreComplete: true)
            : await source.CompareAsync(repository, @base.Sha, head.Sha, cancellationToken);
        if (comparison is null)
        {
            return await AloneAsync(repository, @base.Sha, head, $"{repository} does not have both {@base.Sha.Short} ({from.Version}) and {head.Sha.Short} ({to.Version}).", cancellationToken);
        }

        var committedAt = head.At ?? comparison.Commits.FirstOrDefault(commit => commit.Sha == head.Sha)?.CommittedAt ?? await TimeAsync(repository, head.Sha, cancellationToken);
        return new ChangeSet(repository, @base.Sha, head.Sha, committedAt, comparison, migrationFiles.Among(comparison.Files), Note(comparison));
    }

    /// <summary>The commit of a version; null when it is not known.</summary>
    /// <exception cref="OutsideException">GitHub cannot be asked, or refuses.</exception>
    public async Task<CommitSha?> CommitOfAsync(SourceRepository repository, VersionPoint version, CancellationToken cancellationToken) =>
        (await CommitAsync(repository, version, cancellationToken)).Sha;

    private async Task<ChangeSet> AloneAsync(SourceRepository repository, CommitSha? @base, Found head, string note, CancellationToken cancellationToken) =>
        new(repository, @base, head.Sha, head.At ?? await TimeAsync(repository, head.Sha!, cancellationToken), null, [], note);

    private async Task<DateTimeOffset?> TimeAsync(SourceRepository repository, CommitSha sha, CancellationToken cancellationToken) =>
        (await source.ResolveAsync(repository, GitReferenceName.Parse(sha.Value), cancellationToken))?.CommittedAt;

    private async Task<Found> CommitAsync(SourceRepository repository, VersionPoint version, CancellationToken cancellationToken)
    {
        if ((version.Commit ?? VersionCommit.Of(version.Version)) is { } known)
        {
            return new Found(known, null, null);
        }

        if (!GitReferenceName.TryParse(VersionCommit.WithoutPrefix(version.Version), out var name))
        {
            return new Found(null, null, $"'{version.Version}' is not a valid git tag or commit.");
        }

        return await source.ResolveAsync(repository, name, cancellationToken) switch
        {
            null => new Found(null, null, $"{repository} has no tag or commit '{version.Version}'."),
            { Kind: ReferenceKind.Branch } => new Found(null, null, $"'{version.Version}' is a branch, so the commit that the image was built from is not known."),
            var found => new Found(found.Sha, found.CommittedAt, null),
        };
    }

    private static string? Note(Comparison comparison)
    {
        var unlisted = comparison.CommitCount - comparison.Commits.Count;
        string?[] notes =
        [
            unlisted > 0 ? $"{unlisted} more commits are not listed." : null,
            comparison.FilesAreComplete ? null : "GitHub lists only some of the changed files: there may be more migrations.",
        ];
        var note = string.Join(' ', notes.OfType<string>());
        return note.Length == 0 ? null : note;
    }

    /// <param name="Problem">Why there is none.</param>
    private sealed record Found(CommitSha? Sha, DateTimeOffset? At, string? Problem);
}

/// <summary>The changes between two versions of an application.</summary>
/// <param name="Head">Null when GitHub does not know the version's commit.</param>
/// <param name="HeadCommittedAt">The start of the lead time.</param>
/// <param name="Comparison">Null when there is nothing to compare with.</param>
/// <param name="Migrations">Paths among the changed files that are database migrations.</param>
/// <param name="Note">Why the list is empty or incomplete, in a sentence; null when it is complete.</param>
public sealed record ChangeSet(
    SourceRepository Repository,
    CommitSha? Base,
    CommitSha? Head,
    DateTimeOffset? HeadCommittedAt,
    Comparison? Comparison,
    IReadOnlyList<string> Migrations,
    string? Note)
{
    public ChangeRelation Relation => Comparison?.Relation ?? ChangeRelation.Unknown;

    /// <summary>The record to store with a deployment.</summary>
    public ShippedChanges For(Guid deploymentId, DateTimeOffset at) => Comparison is null
        ? ShippedChanges.Unknown(deploymentId, Repository, Head, HeadCommittedAt, Note ?? "", at)
        : ShippedChanges.Of(deploymentId, Repository, Comparison, HeadCommittedAt, Migrations, Note, at);
}
