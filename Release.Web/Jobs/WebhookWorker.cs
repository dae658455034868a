using Hangfire;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Core.Webhooks;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Processes the stored webhooks in their order. A batch is claimed for a limited time: if the process is
/// killed, another one takes it over. Handlers are idempotent.
/// </summary>
internal sealed partial class WebhookWorker(
    WebhookStore store, SourceEvents events, ISourceEventReader reader, WebhookSignal signal, TimeProvider clock, ILogger<WebhookWorker> logger) : IDueWork
{
    internal const int MaxAttempts = 12;

    /// <summary>For unexpected exceptions. More attempts would delay the webhooks behind this one.</summary>
    internal const int MaxAttemptsOfFaults = 3;
    private const int BatchSize = 20;
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HandlerLimit = TimeSpan.FromSeconds(10);
    private static readonly BackOff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    private readonly SingleFlight _runs = new();

    public Signal Changed => signal;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public TimeSpan Pace => TimeSpan.Zero;

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<WebhookWorker>(worker => worker.WorkDueAsync(CancellationToken.None));

    internal static TimeSpan PauseAfter(int attempts) => Retry.After(attempts);

    /// <summary>Processes everything that is due.</summary>
    [JobDisplayName("Webhooks")]
    public Task WorkDueAsync(CancellationToken cancellationToken) => _runs.RunAsync(async () =>
    {
        var until = clock.GetUtcNow() + Claim;
        while (await store.ClaimAsync(BatchSize, until, cancellationToken) is { Count: > 0 } claimed)
        {
            await store.KeepAsync(await ProcessAsync(claimed, until - HandlerLimit, cancellationToken), CancellationToken.None);
            until = clock.GetUtcNow() + Claim;
        }
    });

    private async Task<IReadOnlyList<WebhookResult>> ProcessAsync(IReadOnlyList<WebhookDelivery> claimed, DateTimeOffset lastBegin, CancellationToken cancellationToken)
    {
        var results = new List<WebhookResult>();
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var delivery in claimed)
        {
            // After a failed webhook, others of the same event wait too: a release must not overtake the one before it.
            var result = held.Contains(delivery.Event) || clock.GetUtcNow() > lastBegin || cancellationToken.IsCancellationRequested
                ? new WebhookResult.PutBack(delivery.Sequence)
                : await ProcessAsync(delivery, cancellationToken);
            results.Add(result);
            if (result is WebhookResult.TryAgain or WebhookResult.PutBack)
            {
                held.Add(delivery.Event);
            }
        }

        return results;
    }

    private async Task<WebhookResult> ProcessAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(HandlerLimit, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var outcome = await events.TakeAsync(reader.Read(delivery.Event, delivery.Payload), delivery.ReceivedAt, both.Token);
            Log.Worked(logger, delivery.Event, delivery.Id, outcome);
            return new WebhookResult.Worked(delivery.Sequence, outcome);
        }
        catch (FormatException exception)
        {
            Log.NotReadable(logger, delivery.Event, delivery.Id, exception.Message);
            return new WebhookResult.GivenUp(delivery.Sequence, $"Not readable. {exception.Message}");
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return new WebhookResult.PutBack(delivery.Sequence);
        }
        catch (Exception exception)
        {
            return AfterFailure(delivery, exception);
        }
    }

    private WebhookResult AfterFailure(WebhookDelivery delivery, Exception exception)
    {
        var isExpected = exception is OutsideException or StaleWriteException or OperationCanceledException or TimeoutException;
        var why = isExpected && exception is not OperationCanceledException ? exception.Message
            : isExpected ? $"It took longer than {HandlerLimit.TotalSeconds:0} s."
            : "Release could not process it; the log says why.";
        if (delivery.Attempts >= (isExpected ? MaxAttempts : MaxAttemptsOfFaults))
        {
            Log.GivenUp(logger, exception, delivery.Event, delivery.Id, delivery.Attempts);
            return new WebhookResult.GivenUp(delivery.Sequence, $"Given up after {delivery.Attempts} attempts. {why}");
        }

        var pause = PauseAfter(delivery.Attempts);
        Log.TryingAgain(logger, exception, delivery.Event, delivery.Id, pause);
        return new WebhookResult.TryAgain(delivery.Sequence, why, clock.GetUtcNow() + pause);
    }

    private static partial class Log
    {
        [LoggerMessage(6321, LogLevel.Information, "Webhook {Event} {Id}: {Outcome}")]
        public static partial void Worked(ILogger logger, string @event, string id, string outcome);

        [LoggerMessage(6322, LogLevel.Warning, "Webhook {Event} {Id} is not readable. {Why}")]
        public static partial void NotReadable(ILogger logger, string @event, string id, string why);

        [LoggerMessage(6323, LogLevel.Warning, "Webhook {Event} {Id} could not be processed; trying again in {Pause}.")]
        public static partial void TryingAgain(ILogger logger, Exception exception, string @event, string id, TimeSpan pause);

        [LoggerMessage(6324, LogLevel.Error, "Webhook {Event} {Id} could not be processed after {Attempts} attempts; giving up.")]
        public static partial void GivenUp(ILogger logger, Exception exception, string @event, string id, int attempts);
    }
}
