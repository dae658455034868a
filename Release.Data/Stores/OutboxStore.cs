using Microsoft.EntityFrameworkCore;
using Release.Core.Notifications;
using Release.Data.Converters;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// Messages to people. A message is claimed, and the claim stored, before it is sent. A process killed in between leaves it in
/// <see cref="OutboxStatus.Sending"/>, and it is not sent again, because the receiver could not recognise a duplicate.
/// </summary>
public sealed class OutboxStore
{
    /// <summary>Far longer than a message may take.</summary>
    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(2);

    private readonly IDbContextFactory<ReleaseDbContext> _contexts;
    private readonly DatabaseWriter _writer;
    private readonly TimeProvider _clock;

    internal OutboxStore(IDbContextFactory<ReleaseDbContext> contexts, DatabaseWriter writer, TimeProvider clock)
    {
        _contexts = contexts;
        _writer = writer;
        _clock = clock;
    }

    /// <summary>Marks messages of killed processes as unknown once their claim has expired. Returns how many.</summary>
    public async Task<int> AbandonOverdueAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        await using (var context = await _contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await Overdue(context, now).AnyAsync(cancellationToken))
            {
                return 0;
            }
        }

        await using var write = await _writer.BeginAsync(cancellationToken);
        var left = await Overdue(write.Context, now).ToListAsync(cancellationToken);
        left.ForEach(message => message.GiveUp(OutboxStatus.Unknown, "Release ended while it was being sent; it may have arrived."));
        await write.CommitAsync(cancellationToken);
        return left.Count;
    }

    /// <summary>Claims the message that has been due longest; null when none is due.</summary>
    public async Task<OutboxMessage?> ClaimAsync(CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();

        await using var write = await _writer.BeginAsync(cancellationToken);
        var message = await write.Context.Outbox
            .Where(found => found.Status == OutboxStatus.Pending && found.NextAttemptAt <= now)
            .OrderBy(found => found.NextAttemptAt).ThenBy(found => found.Id).FirstOrDefaultAsync(cancellationToken);
        if (message is null)
        {
            return null;
        }

        message.Claim(now + ClaimLength);
        await write.CommitAsync(cancellationToken);
        return new OutboxMessage(message.Id, StoredJson.Read<Notification>(message.Payload), message.Attempts);
    }

    /// <summary>When the next message is due or a claim expires; null when none waits.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.Outbox.Where(message => message.Status == OutboxStatus.Pending || message.Status == OutboxStatus.Sending)
            .OrderBy(message => message.NextAttemptAt).Select(message => (DateTimeOffset?)message.NextAttemptAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public Task MarkSentAsync(long id, CancellationToken cancellationToken) =>
        ChangeAsync(id, message => message.Sent(_clock.GetUtcNow()), cancellationToken);

    /// <summary>Delivery definitely failed; retry at a time.</summary>
    public Task MarkForRetryAsync(long id, string error, DateTimeOffset at, CancellationToken cancellationToken) =>
        ChangeAsync(id, message => message.TryAgain(error, at), cancellationToken);

    /// <summary>Delivery definitely failed and is not retried.</summary>
    public Task MarkFailedAsync(long id, string error, CancellationToken cancellationToken) =>
        ChangeAsync(id, message => message.GiveUp(OutboxStatus.Failed, error), cancellationToken);

    /// <summary>The message may have arrived, so it is not retried.</summary>
    public Task MarkUnknownAsync(long id, string error, CancellationToken cancellationToken) =>
        ChangeAsync(id, message => message.GiveUp(OutboxStatus.Unknown, error), cancellationToken);

    private static IQueryable<OutboxRow> Overdue(ReleaseDbContext context, DateTimeOffset now) =>
        context.Outbox.Where(message => message.Status == OutboxStatus.Sending && message.NextAttemptAt <= now);

    private async Task ChangeAsync(long id, Action<OutboxRow> change, CancellationToken cancellationToken)
    {
        await using var write = await _writer.BeginAsync(cancellationToken);
        change(await write.Context.Outbox.SingleAsync(message => message.Id == id, cancellationToken));
        await write.CommitAsync(cancellationToken);
    }
}

/// <summary>A message claimed for sending.</summary>
/// <param name="Attempts">The number of attempts, including this one.</param>
public sealed record OutboxMessage(long Id, Notification Notification, int Attempts);
