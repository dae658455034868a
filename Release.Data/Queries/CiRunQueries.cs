using Microsoft.EntityFrameworkCore;
using Release.Core.Changes;
using Release.Core.Ports;

namespace Release.Data.Queries;

/// <summary>Reads what was heard of workflow runs.</summary>
public sealed class CiRunQueries(IDbContextFactory<ReleaseDbContext> contexts) : ICiRuns
{
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
}
