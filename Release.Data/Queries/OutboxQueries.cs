using Microsoft.EntityFrameworkCore;
using Release.Core.Notifications;
using Release.Data.Converters;
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

/// <summary>A message to people, as the jobs page shows it.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried next; only meaningful while it is pending.</param>
/// <param name="SentAt">Null until it was sent.</param>
/// <param name="LastError">Why the last attempt failed; null when it did not.</param>
public sealed record OutboxLine(
    long Id,
    Notification Notification,
    OutboxStatus Status,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset NextAttemptAt,
    DateTimeOffset? SentAt,
    string? LastError);
