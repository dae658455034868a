using Hangfire;
using Release.Core.Failures;
using Release.Core.Storage;
using Release.Core.Webhooks;
using Release.Data.Events;
using Release.Data.Stores;

namespace Release.Web.Jobs;

/// <summary>
/// Works the webhooks that were remembered, in their order. Those in hand are claimed for a while: whoever is killed with
/// them leaves them to the next, and every handler does once what it is told twice.
/// </summary>
internal sealed partial class WebhookWorker(
    WebhookStore store, SourceEvents events, ISourceEventReader reader, WebhookSignal signal, TimeProvider clock, ILogger<WebhookWorker> logger) : IDueWork
{
    internal const int MaxAttempts = 12;

    /// <summary>For what nobody foresaw: trying longer would hold up those behind it.</summary>
    internal const int MaxAttemptsOfFaults = 3;
    private const int Together = 20;
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OneLimit = TimeSpan.FromSeconds(10);
    private static readonly BackOff Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    private readonly SingleFlight _one = new();

    public Signal News => signal;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public TimeSpan Pace => TimeSpan.Zero;

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => store.NextDueAsync(cancellationToken);

    public void Enqueue(IBackgroundJobClient jobs) => jobs.Enqueue<WebhookWorker>(worker => worker.WorkDueAsync(CancellationToken.None));

    internal static TimeSpan PauseAfter(int attempts) => Retry.After(attempts);

    /// <summary>Works all that is due.</summary>
    [JobDisplayName("Webhooks")]
    public Task WorkDueAsync(CancellationToken cancellationToken) => _one.RunAsync(async () =>
    {
        var until = clock.GetUtcNow() + Claim;
        while (await store.ClaimAsync(Together, until, cancellationToken) is { Count: > 0 } claimed)
        {
            await store.KeepAsync(await WorkAsync(claimed, until - OneLimit, cancellationToken), CancellationToken.None);
            until = clock.GetUtcNow() + Claim;
        }
    });

    private async Task<IReadOnlyList<WebhookResult>> WorkAsync(IReadOnlyList<WebhookDelivery> claimed, DateTimeOffset lastBegin, CancellationToken cancellationToken)
    {
        var results = new List<WebhookResult>();
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var delivery in claimed)
        {
            // Behind one of its kind that must be tried again: a release must not overtake the one before it.
            var result = held.Contains(delivery.Event) || clock.GetUtcNow() > lastBegin || cancellationToken.IsCancellationRequested
                ? new WebhookResult.PutBack(delivery.Sequence)
                : await WorkAsync(delivery, cancellationToken);
            results.Add(result);
            if (result is WebhookResult.TryAgain or WebhookResult.PutBack)
            {
                held.Add(delivery.Event);
            }
        }

        return results;
    }

    private async Task<WebhookResult> WorkAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(OneLimit, clock);
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
            return AfterTrouble(delivery, exception);
        }
    }

    private WebhookResult AfterTrouble(WebhookDelivery delivery, Exception exception)
    {
        var isExpected = exception is OutsideException or StaleWriteException or OperationCanceledException or TimeoutException;
        var words = isExpected && exception is not OperationCanceledException ? exception.Message
            : isExpected ? $"It took longer than {OneLimit.TotalSeconds:0} s."
            : "Release could not work it; the log says why.";
        if (delivery.Attempts >= (isExpected ? MaxAttempts : MaxAttemptsOfFaults))
        {
            Log.GivenUp(logger, exception, delivery.Event, delivery.Id, delivery.Attempts);
            return new WebhookResult.GivenUp(delivery.Sequence, $"Given up after {delivery.Attempts} attempts. {words}");
        }

        var pause = PauseAfter(delivery.Attempts);
        Log.TryingAgain(logger, exception, delivery.Event, delivery.Id, pause);
        return new WebhookResult.TryAgain(delivery.Sequence, words, clock.GetUtcNow() + pause);
    }
}
