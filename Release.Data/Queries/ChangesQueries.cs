using Microsoft.EntityFrameworkCore;

namespace Release.Data.Queries;

/// <summary>Reads what deployments shipped: from our own records, with no call to GitHub.</summary>
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
