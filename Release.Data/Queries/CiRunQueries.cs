using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Sources;

namespace Release.Data.Queries;

/// <summary>Reads the stored workflow runs.</summary>
public sealed class CiRunQueries(IDbContextFactory<ReleaseDbContext> contexts) : ICiRuns
{
    private const int RecentDeployments = 100;

    public async Task<CiRun?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CiRuns.AsNoTracking().SingleOrDefaultAsync(run => run.Id == id, cancellationToken);
    }

    public async Task<IReadOnlyList<CiRun>> OfCommitAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (name, sha) = (repository.ToString(), commit.Value);
        return await context.CiRuns.AsNoTracking().Where(run => run.Repository == name && run.Commit == sha)
            .OrderByDescending(run => run.Id).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlySet<long>> OfOthersAsync(ApplicationName application, Guid deployment, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = await context.Deployments.AsNoTracking()
            .Where(other => other.Application == application && other.Id != deployment)
            .OrderByDescending(other => other.CreatedAt).ThenByDescending(other => other.Id)
            .Take(RecentDeployments)
            .Select(other => other.Build == null ? null : other.Build.RunId)
            .ToListAsync(cancellationToken);
        return runs.OfType<long>().ToHashSet();
    }
}
