using Microsoft.EntityFrameworkCore;
using Release.Core.Sources;

namespace Release.Data.Queries;

/// <summary>Reads the changes that deployments shipped from our own records, without GitHub.</summary>
public sealed class ChangesQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    /// <summary>Null when it is not recorded.</summary>
    public async Task<DeploymentChanges?> FindAsync(Guid deploymentId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var changes = await context.Changes.AsNoTracking().Include(found => found.Commits)
            .SingleOrDefaultAsync(found => found.DeploymentId == deploymentId, cancellationToken);
        return changes is null ? null : DeploymentChanges.Of(changes);
    }
}

/// <summary>The stored changes of a deployment.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Commits">Oldest first; those brought, then those taken away.</param>
/// <param name="CommitCount">How many it brought, also those that are not kept.</param>
/// <param name="Migrations">Paths of changed files that are database migrations.</param>
/// <param name="Note">Why the list is empty or incomplete, in a sentence; null when it is complete.</param>
public sealed record DeploymentChanges(
    string Repository,
    string? BaseCommit,
    string? HeadCommit,
    DateTimeOffset? HeadCommittedAt,
    ChangeRelation Relation,
    int CommitCount,
    IReadOnlyList<string> Migrations,
    string? Note,
    DateTimeOffset TakenAt,
    IReadOnlyList<DeploymentCommit> Commits)
{
    public static DeploymentChanges Of(ShippedChanges changes) => new(
        changes.Repository,
        changes.BaseCommit,
        changes.HeadCommit,
        changes.HeadCommittedAt,
        changes.Relation,
        changes.CommitCount,
        changes.Migrations.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        changes.Note,
        changes.TakenAt,
        [.. changes.Commits.OrderBy(commit => commit.Ordinal).Select(commit => new DeploymentCommit(
            commit.Sha, commit.Title, commit.AuthorLogin ?? commit.AuthorName, commit.CommittedAt, commit.PullRequest, commit.PullRequestTitle, commit.IsRemoved))]);
}

/// <summary>A commit that a deployment added or removed.</summary>
/// <param name="Author">The login, or the name in the commit if GitHub does not know the author.</param>
public sealed record DeploymentCommit(
    string Sha, string Title, string Author, DateTimeOffset CommittedAt, int? PullRequest, string? PullRequestTitle, bool IsRemoved);
