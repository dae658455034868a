using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Core.Pipeline;

/// <summary>
/// One step of a deployment. It must be idempotent. It reads, acts and returns without sleeping or waiting for outside
/// systems.
/// </summary>
public interface IDeploymentStep
{
    StepName Name { get; }

    StepPolicy Policy { get; }

    Task<StepResult> ExecuteAsync(StepContext context, CancellationToken cancellationToken);
}

/// <summary>How long a step may take, and how technical errors are retried.</summary>
/// <param name="Timeout">From the step's start to its end, waiting and retries included.</param>
/// <param name="MaxAttempts">How many attempts it has when it errors, including the first.</param>
/// <param name="FirstRetryAfter">Delay before the second try; it doubles from there.</param>
/// <param name="LongestRetryDelay">The longest delay.</param>
public sealed record StepPolicy(TimeSpan Timeout, int MaxAttempts, TimeSpan FirstRetryAfter, TimeSpan LongestRetryDelay)
{
    /// <summary>The delay after the given failed attempt (1 is the first), or null when it was the last.</summary>
    public TimeSpan? RetryAfter(int attempt) =>
        attempt >= MaxAttempts ? null : new BackOff(FirstRetryAfter, LongestRetryDelay).After(attempt);
}
