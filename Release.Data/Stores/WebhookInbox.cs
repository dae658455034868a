using Microsoft.EntityFrameworkCore;
using Release.Core.Storage;
using Release.Data.Rows;

namespace Release.Data.Stores;

/// <summary>
/// Stores webhooks as they arrive. Those that arrive during a transaction share the next one. These transactions have
/// priority over those of jobs, because GitHub waits for an answer.
/// </summary>
internal sealed class WebhookInbox(DatabaseWriter writer)
{
    private const int MostAtOnce = 200;
    private readonly Lock _state = new();
    private readonly Queue<IncomingWebhook> _waiting = new();
    private bool _isStoring;

    /// <summary>Completes when the webhook is stored. Returns whether it is new.</summary>
    public Task<bool> StoreAsync(IncomingWebhook arriving, CancellationToken cancellationToken)
    {
        var begin = false;
        lock (_state)
        {
            _waiting.Enqueue(arriving);
            begin = !_isStoring;
            _isStoring = true;
        }

        if (begin)
        {
            // Not within the first request, because its cancellation must not affect the others.
            _ = Task.Run(StoreAllAsync, CancellationToken.None);
        }

        return arriving.Stored.WaitAsync(cancellationToken);
    }

    private async Task StoreAllAsync()
    {
        while (Next() is { Count: > 0 } together)
        {
            try
            {
                await StoreAsync(together);
            }
            catch (Exception exception)
            {
                // Every sender gets the error and retries.
                together.ForEach(arriving => arriving.Fail(exception));
            }
        }
    }

    private List<IncomingWebhook> Next()
    {
        lock (_state)
        {
            var together = new List<IncomingWebhook>();
            while (together.Count < MostAtOnce && _waiting.TryDequeue(out var arriving))
            {
                together.Add(arriving);
            }

            _isStoring = together.Count > 0;
            return together;
        }
    }

    private async Task StoreAsync(List<IncomingWebhook> together)
    {
        HashSet<string> isNew;
        try
        {
            isNew = await InsertAsync(together);
        }
        catch (StaleWriteException)
        {
            // Another replica has just stored one of them; the second attempt sees it.
            isNew = await InsertAsync(together);
        }

        foreach (var arriving in together)
        {
            arriving.Tell(isNew.Remove(arriving.Id));
        }
    }

    private async Task<HashSet<string>> InsertAsync(List<IncomingWebhook> together)
    {
        await using var write = await writer.BeginAheadAsync(CancellationToken.None);
        var ids = together.ConvertAll(arriving => arriving.Id);
        var known = await write.Context.WebhookDeliveries.Where(delivery => ids.Contains(delivery.Id)).Select(delivery => delivery.Id).ToListAsync(CancellationToken.None);
        var isNew = together.Where(arriving => !known.Contains(arriving.Id, StringComparer.OrdinalIgnoreCase)).DistinctBy(arriving => arriving.Id).ToList();
        write.Context.WebhookDeliveries.AddRange(isNew.Select(arriving => WebhookDeliveryRow.Take(arriving.Id, arriving.Event, arriving.Payload, arriving.At)));
        if (isNew.Count > 0)
        {
            await write.CommitAsync(CancellationToken.None);
        }

        return isNew.Select(arriving => arriving.Id).ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>A webhook to be stored, with the task of the request that waits for it.</summary>
internal sealed record IncomingWebhook(string Id, string Event, string Payload, DateTimeOffset At)
{
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True when it was new; false when it had been stored before.</summary>
    public Task<bool> Stored => _stored.Task;

    public void Tell(bool isNew) => _stored.TrySetResult(isNew);

    public void Fail(Exception error) => _stored.TrySetException(error);
}
