using Polly;
using Polly.Retry;
using Polly.Timeout;
using Release.Core.Failures;

namespace Release.Integrations.ConfigRepository;

/// <summary>How often an update of the configuration repository is tried, whichever way it takes (contracts §4).</summary>
internal static class ConfigUpdateRetry
{
    private const int Retries = 5;
    private const int RacesRedoneAtOnce = 2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(1);

    /// <summary>Five retries, from 1 s doubling, at most a minute in all.</summary>
    public static ResiliencePipeline Pipeline(TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(TimeLimit).AddRetry(Options()).Build();

    /// <summary>The same without the minute: a first clone may take longer than an update ever should.</summary>
    public static ResiliencePipeline WithoutLimit(TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddRetry(Options()).Build();

    /// <summary>What the caller is told when the last try failed. A new exception: each caller throws its own.</summary>
    public static Exception Translate(Exception exception) => exception switch
    {
        PushRaceLostException => new OutsideException("Others changed the configuration repository first, each time it was tried.", FailureKind.ExitCode, exception),
        TimeoutRejectedException => new OutsideException($"The configuration repository could not be updated within {TimeLimit.TotalSeconds:0} seconds.", FailureKind.Timeout, exception),
        OutsideException outside => new OutsideException(outside.Message, outside.Kind, outside),
        _ => exception,
    };

    private static RetryStrategyOptions Options() => new()
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstDelay,
        // A lost race means that the remote works: at once, the first times.
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
            args is { Outcome.Exception: PushRaceLostException, AttemptNumber: < RacesRedoneAtOnce } ? TimeSpan.Zero : null),
        ShouldHandle = new PredicateBuilder()
            .Handle<PushRaceLostException>()
            .Handle<OutsideException>(exception => exception.Kind is FailureKind.Network or FailureKind.Timeout or FailureKind.ExitCode),
    };
}

/// <summary>Others pushed first, again and again.</summary>
internal sealed class PushRaceLostException() : Exception("Somebody else pushed to the configuration repository first.");
