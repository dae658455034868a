using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Data.Stores;

/// <summary>Stores the changes that deployments shipped.</summary>
public sealed class ShippedChangesStore : IDeployedCommits
{
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;

    internal ShippedChangesStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer)
    {
        _contexts = contexts;
        _writer = writer;
    }

    /// <summary>Deployments since a time without recorded changes, newest first. The cost grows with the deployments since then.</summary>
    public async Task<IReadOnlyList<PendingChanges>> UnknownSinceAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Deployments.AsNoTracking()
            .Where(deployment => deployment.CreatedAt >= since && !context.Changes.Any(changes => changes.DeploymentId == deployment.Id))
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .Take(limit)
            .Select(deployment => new
            {
                deployment.Id,
                deployment.Application,
                deployment.Environment,
                deployment.Version,
                deployment.ReplacedVersion,
                deployment.SourceCommit,
            })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new PendingChanges(
            row.Id, new Cell(row.Application, row.Environment), new VersionPoint(row.Version, CommitSha.OrNull(row.SourceCommit)), row.ReplacedVersion))];
    }

    public async Task<CommitSha?> CommitOfAsync(Cell cell, ImageTag version, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return CommitSha.OrNull(await context.Deployments.AsNoTracking()
            .Where(deployment => deployment.Application == cell.Application && deployment.Environment == cell.Environment && deployment.Version == version)
            .OrderByDescending(deployment => deployment.CreatedAt).ThenByDescending(deployment => deployment.Id)
            .Select(deployment => deployment.SourceCommit)
            .FirstOrDefaultAsync(cancellationToken));
    }

    /// <summary>Stores the changes, and the deployment's commit if it was not known. False when another replica was first.</summary>
    public async Task<bool> KeepAsync(ShippedChanges changes, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var (id, head) = (changes.DeploymentId, changes.HeadCommit);
        if (await write.Context.Changes.AnyAsync(known => known.DeploymentId == id, cancellationToken))
        {
            return false;
        }

        write.Context.Changes.Add(changes);
        if (head is not null)
        {
            await write.Context.Deployments.Where(deployment => deployment.Id == id && deployment.SourceCommit == null)
                .ExecuteUpdateAsync(update => update.SetProperty(deployment => deployment.SourceCommit, head), cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>A deployment without recorded changes.</summary>
public sealed record PendingChanges(Guid DeploymentId, Cell Cell, VersionPoint Version, ImageTag? Replaced);
