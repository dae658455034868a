using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Data.Providers;

namespace Release.Data.Queries;

/// <summary>Reads the state of the pipeline's passes over each cell, on every replica.</summary>
public sealed class PassQueries
{
    private const int Most = 500;
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly IDatabaseDialect _dialect;

    internal PassQueries(IDbContextFactory<ReleaseDbContext> contexts, IDatabaseDialect dialect) => (_contexts, _dialect) = (contexts, dialect);

    /// <summary>Running first, then by when they are due; at most 500.</summary>
    public async Task<IReadOnlyList<PassLine>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = await _dialect.NowAsync(context, cancellationToken);
        var rows = await context.Cells.AsNoTracking().Where(cell => cell.NextPassAt != null).OrderBy(cell => cell.NextPassAt).Take(Most)
            .Select(cell => new
            {
                cell.Application,
                cell.Environment,
                cell.NextPassAt,
                cell.PassHolder,
                IsHeld = cell.PassHolder != null && cell.PassLeaseUntil > now,
                cell.PassBegan,
                cell.PassFailures,
                cell.PassError,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new PassLine(
                    new Cell(row.Application, row.Environment), row.NextPassAt!.Value, row.IsHeld ? row.PassHolder : null, row.PassBegan, row.PassFailures, row.PassError))
                .OrderByDescending(line => line.State is PassState.Running),
        ];
    }
}

/// <summary>The pipeline's passes over a cell with a deployment under way.</summary>
/// <param name="Due">When the next pass is due.</param>
/// <param name="Holder">The process that makes a pass now: <c>host-1 (4711)</c>; null when none does.</param>
/// <param name="Began">When the last pass began.</param>
/// <param name="Failures">How many passes in a row failed.</param>
/// <param name="Error">Why the last one failed.</param>
public sealed record PassLine(Cell Cell, DateTimeOffset Due, string? Holder, DateTimeOffset? Began, int Failures, string? Error)
{
    public PassState State => Holder is not null ? PassState.Running : Error is not null ? PassState.Failed : PassState.Waiting;
}

public enum PassState
{
    Running,
    Waiting,

    /// <summary>The last pass threw; the next one runs when it is due.</summary>
    Failed,
}
