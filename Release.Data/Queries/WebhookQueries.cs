using Microsoft.EntityFrameworkCore;
using Release.Data.Rows;

namespace Release.Data.Queries;

/// <summary>Reads the stored webhooks.</summary>
public sealed class WebhookQueries(IDbContextFactory<ReleaseDbContext> contexts)
{
    /// <summary>Newest first.</summary>
    /// <param name="status">Only these; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<WebhookLine>> LatestAsync(WebhookDeliveryStatus? status, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.WebhookDeliveries.AsNoTracking()
            .Where(row => status == null || row.Status == status)
            .OrderByDescending(row => row.Sequence).Take(limit)
            .Select(row => new WebhookLine(row.Sequence, row.Id, row.Event, row.Status, row.Attempts, row.ReceivedAt, row.NextAttemptAt, row.WorkedAt, row.Outcome))
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many there are of each status; those without any are left out.</summary>
    public async Task<IReadOnlyDictionary<WebhookDeliveryStatus, int>> CountsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.WebhookDeliveries.GroupBy(row => row.Status)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
    }
}

/// <summary>A webhook as the page for admins shows it, without its payload.</summary>
public sealed record WebhookLine(
    long Sequence,
    string Id,
    string Event,
    WebhookDeliveryStatus Status,
    int Attempts,
    DateTimeOffset ReceivedAt,
    DateTimeOffset NextAttemptAt,
    DateTimeOffset? WorkedAt,
    string? Outcome);
