using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Live;

namespace Release.Data.Queries;

/// <summary>Reads the event log.</summary>
public sealed class EventQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    /// <summary>Events after a sequence number, oldest first.</summary>
    public async Task<IReadOnlyList<ReleaseEvent>> AfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Events.AsNoTracking().Where(entry => entry.Sequence > after)
            .OrderBy(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToEvent())];
    }

    /// <summary>The newest events, newest first; older than <paramref name="before"/> when given.</summary>
    public async Task<IReadOnlyList<ReleaseEvent>> LatestAsync(
        long? before, int limit, ApplicationName? application, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Rows.EventRow> events = context.Events.AsNoTracking();
        if (application is not null)
        {
            events = events.Where(entry => entry.Application == application);
        }

        if (before is { } end)
        {
            events = events.Where(entry => entry.Sequence < end);
        }

        var rows = await events.OrderByDescending(entry => entry.Sequence).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToEvent())];
    }

    /// <summary>The newest sequence number; 0 when there is none.</summary>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Events.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
    }
}
