namespace Release.Data.Events;

/// <summary>
/// Tells those who wait that there is something new. Take <see cref="Next"/> before looking, then wait for it: what
/// happens in between is not missed.
/// </summary>
public abstract class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends at the next <see cref="Raise"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Waits for <paramref name="next"/>, but at most for <paramref name="atMost"/>. Returns whether it came.</summary>
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

/// <summary>Raised after this process has stored deliveries of webhooks, or what became of them.</summary>
public sealed class WebhookSignal : Signal;
