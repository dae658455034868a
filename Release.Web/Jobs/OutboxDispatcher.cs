using Hangfire;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Sends what stands in the outbox, one message after the other. A message is sent again only if delivery definitely
/// failed: nobody could take the second one back.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore outbox, INotifier notifier, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDispatcher> logger) : IDueWork
{
    internal const int MaxAttempts = 10;
    private static readonly BackOff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    private readonly SingleFlight _one = new();

    public Signal News => signal;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public TimeSpan Pace => TimeSpan.Zero;

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => outbox.NextDueAsync(cancellationToken);

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<OutboxDispatcher>(dispatcher => dispatcher.SendDueAsync(CancellationToken.None));

    /// <summary>Sends all that is due.</summary>
    [JobDisplayName("Messages")]
    public Task SendDueAsync(CancellationToken cancellationToken) => _one.RunAsync(async () =>
    {
        await AbandonAsync(cancellationToken);
        while (await outbox.ClaimAsync(cancellationToken) is { } message)
        {
            await SendAsync(message, cancellationToken);
        }
    });

    internal static TimeSpan PauseAfter(int attempts) => Retry.After(attempts);

    private async Task AbandonAsync(CancellationToken cancellationToken)
    {
        var left = await outbox.AbandonOverdueAsync(cancellationToken);
        if (left > 0)
        {
            Log.Abandoned(logger, left);
        }
    }

    private async Task SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        // What became of a message is stored even while shutting down: otherwise the next start could not know it.
        try
        {
            await notifier.SendAsync(message.Notification, cancellationToken);
            await outbox.MarkSentAsync(message.Id, CancellationToken.None);
        }
        catch (OutsideException exception) when (exception.Kind is not FailureKind.Timeout)
        {
            await TryLaterAsync(message, exception);
        }
        catch (Exception exception)
        {
            // A time-out, a shutdown or a fault in the middle of sending: it may have arrived.
            Log.Unknown(logger, exception, message.Notification.Key);
            await outbox.MarkUnknownAsync(message.Id, exception.Message, CancellationToken.None);
        }
    }

    private async Task TryLaterAsync(OutboxMessage message, OutsideException exception)
    {
        if (message.Attempts >= MaxAttempts)
        {
            Log.GivenUp(logger, exception, message.Notification.Key, message.Attempts);
            await outbox.MarkFailedAsync(message.Id, exception.Message, CancellationToken.None);
            return;
        }

        var pause = PauseAfter(message.Attempts);
        Log.TryingAgain(logger, exception, message.Notification.Key, pause);
        await outbox.MarkForRetryAsync(message.Id, exception.Message, clock.GetUtcNow() + pause, CancellationToken.None);
        signal.Raise();
    }
}
