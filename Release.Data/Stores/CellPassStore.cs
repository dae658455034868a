using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Data.Providers;

namespace Release.Data.Stores;

/// <summary>
/// When each cell is due and which process works on it: columns of the cell's row, changed by conditional updates of that
/// row. Due times use Release's clock; leases, which several processes compare, use the database's clock.
/// </summary>
public sealed class CellPassStore : ICellLeases, IPassTrigger
{
    private static readonly BackOff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    private static readonly DeploymentStatus[] Active = [DeploymentStatus.Queued, DeploymentStatus.Running];

    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly IDatabaseDialect _dialect;
    private readonly IPassRequests _requests;
    private readonly TimeProvider _clock;
    private readonly string _holder = Cut($"{Environment.MachineName} ({Environment.ProcessId})", ApplicationEnvironment.MaxPassHolderLength);

    internal CellPassStore(
        IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, IDatabaseDialect dialect, IPassRequests requests, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _dialect = dialect;
        _requests = requests;
        _clock = clock;
    }

    public async Task<CellLease?> TakeAsync(Cell cell, CancellationToken cancellationToken)
    {
        if (await TakeableAsync(cell, cancellationToken) is not { } found)
        {
            return null;
        }

        await using var write = await _writer.BeginAheadAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        var until = await _dialect.NowAsync(write.Context, cancellationToken) + ICellLeases.Length;
        var taken = await write.Context.Cells.Where(Is(cell)).Where(row => row.PassEpoch == found.Epoch)
            .ExecuteUpdateAsync(
                row => row.SetProperty(to => to.PassHolder, _holder)
                    .SetProperty(to => to.PassLeaseUntil, until)
                    .SetProperty(to => to.PassEpoch, found.Epoch + 1)
                    .SetProperty(to => to.PassBegan, now)
                    .SetProperty(to => to.PassWanted, false),
                cancellationToken);
        await write.CommitAsync(cancellationToken);
        return taken == 1 ? new CellLease(cell, _holder, found.Epoch + 1, found.Due) : null;
    }

    public Task<bool> RenewAsync(CellLease lease, CancellationToken cancellationToken) => ChangeAsync(
        async context =>
        {
            var until = await _dialect.NowAsync(context, cancellationToken) + ICellLeases.Length;
            return await Held(context, lease).ExecuteUpdateAsync(row => row.SetProperty(to => to.PassLeaseUntil, until), cancellationToken);
        },
        cancellationToken);

    public async Task<CellLease?> EndAsync(CellLease lease, CancellationToken cancellationToken)
    {
        var due = (DateTimeOffset?)lease.Due;
        var ended = await ChangeAsync(
            context => Held(context, lease).Where(row => !row.PassWanted).ExecuteUpdateAsync(
                row => row.SetProperty(to => to.PassHolder, (string?)null)
                    .SetProperty(to => to.PassLeaseUntil, (DateTimeOffset?)null)
                    .SetProperty(to => to.NextPassAt, from => from.NextPassAt == due ? null : from.NextPassAt)
                    .SetProperty(to => to.PassFailures, 0)
                    .SetProperty(to => to.PassError, (string?)null),
                cancellationToken),
            cancellationToken);
        return ended ? null : await GoOnAsync(lease, cancellationToken);
    }

    public Task<bool> PutBackAsync(CellLease lease, CancellationToken cancellationToken) => ChangeAsync(
        context => Held(context, lease).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.PassHolder, (string?)null).SetProperty(to => to.PassLeaseUntil, (DateTimeOffset?)null), cancellationToken),
        cancellationToken);

    public Task FailAsync(CellLease lease, string why, CancellationToken cancellationToken)
    {
        var error = Cut(why, ApplicationEnvironment.MaxPassErrorLength);
        return ChangeAsync(
            async context =>
            {
                var before = await Held(context, lease).Select(row => row.PassFailures).FirstOrDefaultAsync(cancellationToken);
                var next = (DateTimeOffset?)(_clock.GetUtcNow() + Retry.After(before + 1));
                return await Held(context, lease).ExecuteUpdateAsync(
                    row => row.SetProperty(to => to.PassHolder, (string?)null)
                        .SetProperty(to => to.PassLeaseUntil, (DateTimeOffset?)null)
                        .SetProperty(to => to.NextPassAt, next)
                        .SetProperty(to => to.PassFailures, before + 1)
                        .SetProperty(to => to.PassError, error),
                    cancellationToken);
            },
            cancellationToken);
    }

    public async Task TriggerAsync(Cell cell, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            // Most changes in a cluster concern cells without a deployment, or cells that were triggered already.
            var isNews = await context.Cells.AsNoTracking().Where(Is(cell))
                .AnyAsync(row => row.NextPassAt != null && !(row.PassWanted && row.NextPassAt <= now), cancellationToken);
            if (!isNews)
            {
                return;
            }
        }

        if (await ChangeAsync(context => RequestPassAsync(context.Cells.Where(Is(cell)).Where(row => row.NextPassAt != null), now, cancellationToken), cancellationToken))
        {
            _requests.Request(cell, now);
        }
    }

    /// <summary>The due cells that no process works on, longest due first.</summary>
    public async Task<IReadOnlyList<DueCell>> DueAsync(int most, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        var leaseNow = await _dialect.NowAsync(context, cancellationToken);
        var rows = await context.Cells.AsNoTracking()
            .Where(row => row.NextPassAt <= now && (row.PassHolder == null || row.PassLeaseUntil <= leaseNow))
            .OrderBy(row => row.NextPassAt).Take(most)
            .Select(row => new { row.Application, row.Environment, row.NextPassAt, row.PassEpoch })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new DueCell(new Cell(row.Application, row.Environment), row.NextPassAt!.Value, row.PassEpoch))];
    }

    /// <summary>When the next cell is due after now; null when none is.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        return await context.Cells.Where(row => row.NextPassAt > now).OrderBy(row => row.NextPassAt)
            .Select(row => row.NextPassAt).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Makes every cell with a deployment under way due now, except where somebody works on it. Returns how many.</summary>
    public Task<int> WakeActiveAsync(CancellationToken cancellationToken) => SchedulePassAsync(row => true, cancellationToken);

    /// <summary>Makes those due that have a deployment under way and that nothing would wake any more. Returns how many.</summary>
    public Task<int> WakeForgottenAsync(CancellationToken cancellationToken) => SchedulePassAsync(row => row.NextPassAt == null, cancellationToken);

    /// <summary>Sets when a cell is due, in the caller's transaction.</summary>
    /// <exception cref="InvalidOperationException">There is no such cell.</exception>
    internal static async Task SchedulePassAsync(ReleaseDbContext context, Cell cell, DateTimeOffset at, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var row = context.Cells.Where(Is(cell));
        var next = (DateTimeOffset?)at;
        var changed = at <= now
            ? await RequestPassAsync(row, at, cancellationToken)
            : await row.ExecuteUpdateAsync(update => update.SetProperty(to => to.NextPassAt, next), cancellationToken);
        if (changed != 1)
        {
            throw new InvalidOperationException($"There is no cell {cell}: add it before scheduling a pass.");
        }
    }

    /// <summary>Holds the lease until the caller's transaction ends.</summary>
    /// <exception cref="LeaseLostException">Another process has taken it.</exception>
    internal static async Task HoldAsync(ReleaseDbContext context, CellLease lease, CancellationToken cancellationToken)
    {
        if (await Held(context, lease).ExecuteUpdateAsync(row => row.SetProperty(to => to.PassHolder, lease.Holder), cancellationToken) != 1)
        {
            throw new LeaseLostException(lease.Cell);
        }
    }

    private static Task<int> RequestPassAsync(IQueryable<ApplicationEnvironment> rows, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var next = (DateTimeOffset?)at;
        return rows.ExecuteUpdateAsync(
            row => row.SetProperty(to => to.NextPassAt, next).SetProperty(to => to.PassWanted, true), cancellationToken);
    }

    private async Task<(DateTimeOffset Due, long Epoch)?> TakeableAsync(Cell cell, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.Cells.AsNoTracking().Where(Is(cell))
            .Select(found => new { found.NextPassAt, found.PassHolder, found.PassLeaseUntil, found.PassEpoch }).SingleOrDefaultAsync(cancellationToken);
        if (row?.NextPassAt is not { } due || due > _clock.GetUtcNow())
        {
            return null;
        }

        var isHeld = row.PassHolder is not null && row.PassLeaseUntil > await _dialect.NowAsync(context, cancellationToken);
        return isHeld ? null : (due, row.PassEpoch);
    }

    /// <summary>Continues with the requested pass; throws when the lease was lost.</summary>
    private async Task<CellLease?> GoOnAsync(CellLease lease, CancellationToken cancellationToken)
    {
        if (!await ChangeAsync(context => Held(context, lease).ExecuteUpdateAsync(row => row.SetProperty(to => to.PassWanted, false), cancellationToken), cancellationToken))
        {
            throw new LeaseLostException(lease.Cell);
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var due = await Held(context, lease).Select(row => row.NextPassAt).SingleOrDefaultAsync(cancellationToken);
        return lease with { Due = due ?? lease.Due };
    }

    private async Task<int> SchedulePassAsync(Expression<Func<ApplicationEnvironment, bool>> which, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAheadAsync(cancellationToken);
        var context = write.Context;
        var leaseNow = await _dialect.NowAsync(context, cancellationToken);
        var rows = context.Cells.Where(which)
            .Where(row => row.PassHolder == null || row.PassLeaseUntil <= leaseNow)
            .Where(row => context.Deployments.Any(deployment =>
                Active.Contains(deployment.Status) && deployment.Application == row.Application && deployment.Environment == row.Environment));
        var count = await RequestPassAsync(rows, _clock.GetUtcNow(), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return count;
    }

    /// <summary>Returns whether a row was changed.</summary>
    private async Task<bool> ChangeAsync(Func<ReleaseDbContext, Task<int>> change, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAheadAsync(cancellationToken);
        var changed = await change(write.Context);
        await write.CommitAsync(cancellationToken);
        return changed > 0;
    }

    private static Expression<Func<ApplicationEnvironment, bool>> Is(Cell cell)
    {
        var (application, environment) = (cell.Application, cell.Environment);
        return row => row.Application == application && row.Environment == environment;
    }

    private static IQueryable<ApplicationEnvironment> Held(ReleaseDbContext context, CellLease lease)
    {
        var epoch = lease.Epoch;
        return context.Cells.Where(Is(lease.Cell)).Where(row => row.PassEpoch == epoch && row.PassHolder != null);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}

/// <summary>A due cell that no process works on.</summary>
/// <param name="Due">When it became due.</param>
/// <param name="Epoch">How often its lease was taken. The same due time and epoch mean the same pass.</param>
public sealed record DueCell(Cell Cell, DateTimeOffset Due, long Epoch);
