using Release.Core.Configuration;

namespace Release.Integrations.Git;

/// <summary>An edit that waits for its push, and whoever waits for it.</summary>
internal sealed class PendingEdit(ConfigEdit edit, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<ConfigCommit> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConfigEdit Edit => edit;

    public Task<ConfigCommit> Done => _done.Task;

    /// <summary>Nobody waits any more. Only looked at before work begins: what has begun is finished.</summary>
    public bool IsGivenUp => cancellationToken.IsCancellationRequested;

    public void Succeed(ConfigCommit commit) => _done.TrySetResult(commit);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(CancellationToken.None);
}
