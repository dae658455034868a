namespace Release.Data.Stores;

/// <summary>What became of a claimed webhook.</summary>
/// <param name="Sequence">Which.</param>
/// <param name="Words">What it came to, or what went wrong, in a sentence.</param>
public abstract record WebhookResult(long Sequence, string Words)
{
    public sealed record Worked(long Sequence, string Words) : WebhookResult(Sequence, Words);

    public sealed record TryAgain(long Sequence, string Words, DateTimeOffset At) : WebhookResult(Sequence, Words);

    public sealed record GivenUp(long Sequence, string Words) : WebhookResult(Sequence, Words);

    /// <summary>It was not begun, because one before it has to be tried again.</summary>
    public sealed record PutBack(long Sequence) : WebhookResult(Sequence, "");
}
