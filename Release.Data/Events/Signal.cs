namespace Release.Data.Events;

/// <summary>
/// Wakes waiters when there is something new. Take <see cref="Next"/> before reading, then wait for it, so that no change in
/// between is missed.
/// </summary>
public abstract class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes at the next <see cref="Raise"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Waits for <paramref name="next"/>, but at most for <paramref name="atMost"/>. Returns whether it completed.</summary>
    public static async Task<bool> WaitAsync(Task next, TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(next, Task.Delay(atMost, clock, done.Token));
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == next;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Raised after this process has committed events.</summary>
public sealed class EventSignal : Signal;

/// <summary>Raised after this process has committed a message to the outbox.</summary>
public sealed class OutboxSignal : Signal;

/// <summary>Raised after this process has stored webhooks or their results.</summary>
public sealed class WebhookSignal : Signal;
