namespace Release.Data.Stores;

/// <summary>A webhook that waits for being stored, and whoever waits for that.</summary>
internal sealed record IncomingWebhook(string Id, string Event, string Payload, DateTimeOffset At)
{
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True: it is stored; false: it had been before.</summary>
    public Task<bool> Stored => _stored.Task;

    public void Tell(bool isNew) => _stored.TrySetResult(isNew);

    public void Fail(Exception error) => _stored.TrySetException(error);
}
