using Hangfire;
using Release.Core.Failures;
using Release.Core.Notifications;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Sends the messages in the outbox, one after the other. A message is sent again only if delivery definitely
/// failed, because a duplicate could not be taken back.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore outbox, INotifier notifier, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDispatcher> logger) : IDueWork
{
    internal const int MaxAttempts = 10;
    private static readonly BackOff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    private readonly SingleFlight _runs = new();

    public Signal Changed => signal;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public TimeSpan Pace => TimeSpan.Zero;

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => outbox.NextDueAsync(cancellationToken);

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<OutboxDispatcher>(dispatcher => dispatcher.SendDueAsync(CancellationToken.None));

    /// <summary>Sends all that is due.</summary>
    [JobDisplayName("Messages")]
    public Task SendDueAsync(CancellationToken cancellationToken) => _runs.RunAsync(async () =>
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
        // The outcome is stored even during shutdown: the next start could not know it otherwise.
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
            // After a timeout, a shutdown or a fault during sending the message may have arrived.
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

    private static partial class Log
    {
        [LoggerMessage(6031, LogLevel.Warning, "{Count} messages were being sent when Release stopped; they may have arrived and are not sent again.")]
        public static partial void Abandoned(ILogger logger, int count);

        [LoggerMessage(6032, LogLevel.Warning, "Message {Key} was not sent; trying again in {Pause}.")]
        public static partial void TryingAgain(ILogger logger, Exception exception, string key, TimeSpan pause);

        [LoggerMessage(6033, LogLevel.Error, "Message {Key} was not sent after {Attempts} attempts; giving up.")]
        public static partial void GivenUp(ILogger logger, Exception exception, string key, int attempts);

        [LoggerMessage(6034, LogLevel.Warning, "Message {Key} may or may not have arrived; it is not sent again.")]
        public static partial void Unknown(ILogger logger, Exception exception, string key);
    }
}
