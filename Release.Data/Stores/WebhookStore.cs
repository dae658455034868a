using Microsoft.EntityFrameworkCore;
using Release.Data.Events;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// Webhooks from GitHub. Those of one event type are processed in order of arrival: while one is claimed or waits for a retry,
/// later ones of its type wait too, on every replica.
/// </summary>
public sealed class WebhookStore
{
    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly WebhookInbox _arrivals;
    private readonly WebhookSignal _signal;
    private readonly TimeProvider _clock;

    internal WebhookStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, WebhookSignal signal, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _arrivals = new WebhookInbox(writer);
        _signal = signal;
        _clock = clock;
    }

    /// <summary>Stores a delivery. Returns false, and changes nothing, when it was stored before.</summary>
    /// <param name="id"><c>X-GitHub-Delivery</c>, at most 64 characters.</param>
    /// <param name="eventName"><c>X-GitHub-Event</c>, at most 64 characters.</param>
    /// <param name="payload">The body.</param>
    /// <param name="cancellationToken">Ends the wait; the delivery may still be stored.</param>
    public async Task<bool> TakeAsync(string id, string eventName, string payload, CancellationToken cancellationToken)
    {
        var isNew = await _arrivals.StoreAsync(new IncomingWebhook(id, eventName, payload, _clock.GetUtcNow()), cancellationToken);
        if (isNew)
        {
            _signal.Raise();
        }

        return isNew;
    }

    /// <summary>Claims due webhooks, oldest first. The claims of a killed process expire.</summary>
    /// <param name="most">The maximum number.</param>
    /// <param name="until">When the claim expires.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<WebhookDelivery>> ClaimAsync(int most, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (await NextDueAsync(cancellationToken) is not { } due || due > _clock.GetUtcNow())
        {
            return [];
        }

        await using var write = await _writer.BeginAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        var pending = write.Context.WebhookDeliveries.Where(delivery => delivery.Status == WebhookDeliveryStatus.Pending);
        var held = await pending.Where(delivery => delivery.NextAttemptAt > now).Select(delivery => delivery.Event).Distinct().ToListAsync(cancellationToken);
        var claimed = await pending.Where(delivery => delivery.NextAttemptAt <= now && !held.Contains(delivery.Event))
            .OrderBy(delivery => delivery.Sequence).Take(most).ToListAsync(cancellationToken);
        if (claimed.Count == 0)
        {
            return [];
        }

        claimed.ForEach(delivery => delivery.Claim(until));
        await write.CommitAsync(cancellationToken);
        return [.. claimed.Select(row => new WebhookDelivery(row.Sequence, row.Id, row.Event, row.Payload, row.ReceivedAt, row.Attempts))];
    }

    /// <summary>
    /// When the next one can be claimed; null when none waits. Within an event type the latest due time counts, because the
    /// first webhook blocks the others.
    /// </summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var kinds = await context.WebhookDeliveries.Where(delivery => delivery.Status == WebhookDeliveryStatus.Pending)
            .GroupBy(delivery => delivery.Event).Select(kind => kind.Max(delivery => delivery.NextAttemptAt))
            .ToListAsync(cancellationToken);
        return kinds.Count == 0 ? null : kinds.Min();
    }

    /// <summary>Stores the results of claimed webhooks in one transaction and wakes those who wait for due ones.</summary>
    public async Task KeepAsync(IReadOnlyList<WebhookResult> results, CancellationToken cancellationToken)
    {
        await StoreAsync(results, cancellationToken);
        _signal.Raise();
    }

    /// <summary>Schedules a failed webhook for another attempt. Returns whether it exists.</summary>
    public async Task<bool> WorkAgainAsync(long sequence, CancellationToken cancellationToken)
    {
        await using (var write = await _writer.BeginAsync(cancellationToken))
        {
            var row = await write.Context.WebhookDeliveries.SingleOrDefaultAsync(
                delivery => delivery.Sequence == sequence && delivery.Status == WebhookDeliveryStatus.Failed, cancellationToken);
            if (row is null)
            {
                return false;
            }

            row.WorkAgain(_clock.GetUtcNow());
            await write.CommitAsync(cancellationToken);
        }

        _signal.Raise();
        return true;
    }

    /// <summary>Deletes processed webhooks received before a time, and workflow runs last updated before it. Returns how many.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var count = await write.Context.WebhookDeliveries
            .Where(delivery => delivery.ReceivedAt < before && delivery.Status != WebhookDeliveryStatus.Pending)
            .ExecuteDeleteAsync(cancellationToken);
        count += await write.Context.CiRuns.Where(run => run.UpdatedAt < before).ExecuteDeleteAsync(cancellationToken);
        await write.CommitAsync(cancellationToken);
        return count;
    }

    private async Task StoreAsync(IReadOnlyList<WebhookResult> results, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        var now = _clock.GetUtcNow();
        var sequences = results.Select(result => result.Sequence).ToArray();
        var rows = await write.Context.WebhookDeliveries
            .Where(delivery => sequences.Contains(delivery.Sequence) && delivery.Status == WebhookDeliveryStatus.Pending)
            .ToDictionaryAsync(delivery => delivery.Sequence, cancellationToken);
        foreach (var result in results)
        {
            if (rows.TryGetValue(result.Sequence, out var row))
            {
                Apply(row, result, now);
            }
        }

        await write.CommitAsync(cancellationToken);
    }

    private static void Apply(WebhookDeliveryRow row, WebhookResult result, DateTimeOffset now)
    {
        switch (result)
        {
            case WebhookResult.Worked:
                row.Worked(result.Words, now);
                break;
            case WebhookResult.TryAgain again:
                row.TryAgain(again.Words, again.At);
                break;
            case WebhookResult.GivenUp:
                row.GiveUp(result.Words, now);
                break;
            default:
                row.PutBack(now);
                break;
        }
    }
}

/// <summary>A claimed webhook.</summary>
/// <param name="Id"><c>X-GitHub-Delivery</c>.</param>
/// <param name="Event"><c>X-GitHub-Event</c>.</param>
/// <param name="Payload">The body as it came.</param>
/// <param name="Attempts">How often it was tried, this time included.</param>
public sealed record WebhookDelivery(long Sequence, string Id, string Event, string Payload, DateTimeOffset ReceivedAt, int Attempts);

/// <summary>The result of a claimed webhook.</summary>
/// <param name="Sequence">The webhook's number.</param>
/// <param name="Words">The outcome or the error, in a sentence.</param>
public abstract record WebhookResult(long Sequence, string Words)
{
    public sealed record Worked(long Sequence, string Words) : WebhookResult(Sequence, Words);

    public sealed record TryAgain(long Sequence, string Words, DateTimeOffset At) : WebhookResult(Sequence, Words);

    public sealed record GivenUp(long Sequence, string Words) : WebhookResult(Sequence, Words);

    /// <summary>It was not started, because an earlier one must be retried first.</summary>
    public sealed record PutBack(long Sequence) : WebhookResult(Sequence, "");
}
