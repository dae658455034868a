using Microsoft.EntityFrameworkCore;
using Release.Core.Applications;
using Release.Core.Events;

namespace Release.Data.Queries;

/// <summary>Reads the event log.</summary>
public sealed class EventQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    private const int Most = 1000;

    /// <summary>Events after a number, oldest first, at most <paramref name="limit"/> (1 to 1000).</summary>
    public async Task<IReadOnlyList<ReleaseEvent>> AfterAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Events.AsNoTracking().Where(entry => entry.Sequence > after)
            .OrderBy(entry => entry.Sequence).Take(Math.Clamp(limit, 1, Most)).ToListAsync(cancellationToken);
        return [.. rows.Select(entry => entry.ToEvent())];
    }

    /// <summary>Events before a number (null: the newest), newest first, at most <paramref name="limit"/> (1 to 1000).</summary>
    public async Task<IReadOnlyList<ReleaseEvent>> LatestAsync(
        long? beforeSequence, int limit, ApplicationName? application, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var events = context.Events.AsNoTracking();
        if (beforeSequence is { } before)
        {
            events = events.Where(entry => entry.Sequence < before);
        }

        if (application is not null)
        {
            events = events.Where(entry => entry.Application == application);
        }

        var rows = await events.OrderByDescending(entry => entry.Sequence).Take(Math.Clamp(limit, 1, Most)).ToListAsync(cancellationToken);
        return [.. rows.Select(entry => entry.ToEvent())];
    }

    /// <summary>The highest number; 0 when nothing has happened yet.</summary>
    public async Task<long> LastSequenceAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Events.MaxAsync(entry => (long?)entry.Sequence, cancellationToken) ?? 0;
    }
}
