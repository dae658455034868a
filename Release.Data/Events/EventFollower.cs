using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Release.Core.Events;
using Release.Data.Queries;

namespace Release.Data.Events;

/// <summary>
/// Follows the event log for the whole process. Events of this process arrive at once, events of other processes within a
/// second.
/// </summary>
public sealed partial class EventFollower(EventQueries queries, EventSignal signal, TimeProvider clock, ILogger<EventFollower> logger) : BackgroundService
{
    private const int Page = 500;
    private const int Kept = 5000;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly EventWindow _window = new(Kept);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Every event after <paramref name="after"/>, in order and once: first stored events, then new ones. Ends only by
    /// cancellation. Batches are never empty.
    /// </summary>
    public async IAsyncEnumerable<IReadOnlyList<ReleaseEvent>> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _started.Task.WaitAsync(cancellationToken);
        var last = after;
        while (true)
        {
            var (events, changed, readUpTo) = _window.After(last);
            if (readUpTo is { } floor)
            {
                events = [.. (await queries.AfterAsync(last, Page, cancellationToken)).Where(entry => entry.Sequence <= floor)];
                last = events.Count == 0 ? floor : last;
            }

            if (events.Count > 0)
            {
                last = events[^1].Sequence;
                yield return events;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        EventOrder? order = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            var more = false;
            try
            {
                order ??= await StartAsync(stoppingToken, clock.GetUtcNow());
                more = await ReadAsync(order, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.CannotRead(logger, exception);
                next = Task.Delay(Poll, clock, stoppingToken);
            }

            if (!more)
            {
                await Signal.WaitAsync(next, Poll, clock, stoppingToken);
            }
        }
    }

    private async Task<EventOrder> StartAsync(CancellationToken cancellationToken, DateTimeOffset now)
    {
        var newest = await queries.LatestAsync(null, Page, null, cancellationToken);
        IReadOnlyList<ReleaseEvent> tail = [.. newest.Reverse()];
        var order = new EventOrder(tail.Count == 0 ? 0 : tail[0].Sequence - 1, Patience);
        _window.Start(order.Last);
        _window.Add(order.Release(tail, now, seenWhenWritten: true));
        _started.TrySetResult();
        return order;
    }

    private async Task<bool> ReadAsync(EventOrder order, CancellationToken cancellationToken)
    {
        var visible = await queries.AfterAsync(order.Last, Page, cancellationToken);
        var released = order.Release(visible, clock.GetUtcNow());
        _window.Add(released);
        return visible.Count == Page && released.Count > 0;
    }
}
