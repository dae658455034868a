using Release.Core.Deployments;
using Release.Core.Ports;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Sends what stands in the outbox, one message after the other. What surely did not arrive is tried again; what may have
/// arrived is not, because nobody could take the second one back.
/// </summary>
internal sealed partial class OutboxDispatcher(
    OutboxStore outbox, INotifier notifier, OutboxSignal signal, TimeProvider clock, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    internal const int MaxAttempts = 10;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var checkedLeftovers = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            var wait = Poll;
            try
            {
                if (!checkedLeftovers)
                {
                    await AbandonAsync(stoppingToken);
                    checkedLeftovers = true;
                }

                wait = await SendDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.LoopFailed(logger, exception);
            }

            await Signal.WaitAsync(next, wait, clock, stoppingToken);
        }
    }

    /// <summary>A second, doubling, at most five minutes.</summary>
    internal static TimeSpan PauseAfter(int attempts)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(attempts - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private async Task AbandonAsync(CancellationToken cancellationToken)
    {
        var left = await outbox.AbandonClaimedAsync(cancellationToken);
        if (left > 0)
        {
            Log.Abandoned(logger, left);
        }
    }

    /// <summary>Sends all that is due. Returns how long nothing more will be.</summary>
    private async Task<TimeSpan> SendDueAsync(CancellationToken cancellationToken)
    {
        while (await outbox.ClaimAsync(cancellationToken) is { } message)
        {
            await SendAsync(message, cancellationToken);
        }

        var due = await outbox.NextDueAsync(cancellationToken) - clock.GetUtcNow();
        return due is null || due > Poll ? Poll : due.Value > TimeSpan.Zero ? due.Value : TimeSpan.Zero;
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
    }
}
