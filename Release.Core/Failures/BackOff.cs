namespace Release.Core.Failures;

/// <summary>How long to wait before trying again: <paramref name="First"/> after one failure, doubled with each further one, at most <paramref name="Longest"/>.</summary>
public sealed record BackOff(TimeSpan First, TimeSpan Longest)
{
    private const int MostDoublings = 30;

    /// <param name="failures">Failures in a row; 1 is the first.</param>
    public TimeSpan After(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(First.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings)), Longest.Ticks));

    /// <summary>The same less up to half of it at random, so that many callers do not come back at the same instant.</summary>
    /// <param name="failures">Failures in a row; 1 is the first.</param>
#pragma warning disable CA5394 // Spreads retries over time; nobody gains by guessing it.
    public TimeSpan WithJitterAfter(int failures) => After(failures) * (0.5 + (Random.Shared.NextDouble() / 2));
#pragma warning restore CA5394
}
