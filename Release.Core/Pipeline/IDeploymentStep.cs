using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>
/// One step of a deployment. Idempotent: run twice, it does once. It looks, acts and returns; it never sleeps and never
/// waits for the outside.
/// </summary>
public interface IDeploymentStep
{
    StepName Name { get; }

    StepPolicy Policy { get; }

    Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}

/// <summary>How long a step may take, and how technical errors are retried.</summary>
/// <param name="Timeout">From the step's start to its end, waiting and retries included.</param>
/// <param name="MaxAttempts">How often it may be tried when it errs; the first try counts.</param>
/// <param name="FirstRetryAfter">Delay before the second try; it doubles from there.</param>
/// <param name="LongestRetryDelay">Where doubling ends.</param>
public sealed record StepPolicy(TimeSpan Timeout, int MaxAttempts, TimeSpan FirstRetryAfter, TimeSpan LongestRetryDelay)
{
    /// <summary>The delay after the given failed attempt (1 is the first), or null when it was the last.</summary>
    public TimeSpan? RetryAfter(int attempt) =>
        attempt >= MaxAttempts ? null : new BackOff(FirstRetryAfter, LongestRetryDelay).After(attempt);
}
