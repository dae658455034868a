using Microsoft.EntityFrameworkCore;
using Release.Core.Notifications;
using Release.Data.Json;
using Release.Data.Rows;

namespace Release.Data.Queries;

/// <summary>Reads the outbox.</summary>
public sealed class OutboxQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    /// <summary>The newest messages, newest first.</summary>
    public async Task<IReadOnlyList<OutboxLine>> LatestAsync(int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Outbox.AsNoTracking().OrderByDescending(message => message.Id).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new OutboxLine(
            row.Id, StoredJson.Read<Notification>(row.Payload), row.Status, row.Attempts, row.CreatedAt, row.NextAttemptAt, row.SentAt, row.LastError))];
    }

    /// <summary>How many messages there are of each status; those without any are left out.</summary>
    public async Task<IReadOnlyDictionary<OutboxStatus, int>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Outbox.GroupBy(message => message.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }
}
