using Polly;
using Polly.Retry;
using Polly.Timeout;
using Release.Core.Failures;

namespace Release.Integrations.ConfigRepository;

/// <summary>How often an update of the configuration repository is tried, by git and by GitHub's API (contracts §4).</summary>
internal static class ConfigUpdateRetry
{
    private const int Retries = 5;
    private const int RacesRedoneAtOnce = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Five retries, from 1 s doubling, at most a minute in all.</summary>
    public static ResiliencePipeline Pipeline(TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(TimeLimit).AddRetry(Options()).Build();

    /// <summary>The same without the limit of a minute, because a first clone may take longer.</summary>
    public static ResiliencePipeline WithoutLimit(TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Options()).Build();

    /// <summary>The exception for a caller after the last try failed. A new one for each caller, because each throws it.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        PushRaceLostException => new OutsideException("Somebody else changed the configuration repository during each try.", FailureKind.ExitCode, exception),
        TimeoutRejectedException => new OutsideException($"The configuration repository could not be updated within {TimeLimit.TotalSeconds:0} seconds.", FailureKind.Timeout, exception),
        OutsideException outside => new OutsideException(outside.Message, outside.Kind, outside),
        _ => exception,
    };

    private static RetryStrategyOptions Options() => new()
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstDelay,
        // A lost race means that the remote works, so the first retries follow at once.
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
            args is { Outcome.Exception: PushRaceLostException, AttemptNumber: < RacesRedoneAtOnce } ? TimeSpan.Zero : null),
        ShouldHandle = new PredicateBuilder()
            .Handle<PushRaceLostException>()
            .Handle<OutsideException>(exception => exception.Kind is FailureKind.Network or FailureKind.Timeout or FailureKind.ExitCode),
    };
}

/// <summary>Somebody else pushed first.</summary>
internal sealed class PushRaceLostException() : Exception("Somebody else pushed to the configuration repository first.");
