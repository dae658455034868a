using System.Threading.Channels;
using Release.Sandbox.Settings;

namespace Release.Sandbox.ArgoCd;

/// <summary>Argo CD's notifications controller: sends Release an event for each sync, in order, with at most three attempts.</summary>
internal sealed class PostSyncNotifier(ReleaseConnection release, TimeProvider time, ILogger logger)
{
    private const int Attempts = 3;
    private const int Waiting = 1000;

    private readonly Channel<PostSyncEvent> _events = Channel.CreateBounded<PostSyncEvent>(
        new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Queues an event without waiting; beyond a thousand queued events the oldest are dropped.</summary>
    public void Enqueue(PostSyncEvent sync) => _events.Writer.TryWrite(sync);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await release.Known.WaitAsync(cancellationToken);
            await foreach (var sync in _events.Reader.ReadAllAsync(cancellationToken))
            {
                await SendAsync(sync, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The sandbox is stopping.
        }
    }

    private async Task SendAsync(PostSyncEvent sync, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                var (status, answer) = await release.SendAsync("post-sync", sync, cancellationToken);
                if (status is >= 200 and < 300)
                {
                    return;
                }

                Log.NotificationRefused(logger, sync.Application, sync.ImageTag, status, answer);
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                Log.NotificationFailed(logger, exception, sync.Application, sync.ImageTag, attempt);
            }

            if (attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 1)), time, cancellationToken);
            }
        }
    }
}

/// <summary>The body that Argo CD's notifications send after a sync; every value is a string (contracts §3).</summary>
internal sealed record PostSyncEvent(
    string Application, string State, string RepoName, string ImageTag, string PromoteDeployment, string AutomaticDeploysEnabled)
{
    public static PostSyncEvent Of(ArgoApplication application, SyncOperation operation) => new(
        application.Definition.Name,
        operation.Phase,
        application.Definition.File,
        operation.Tag,
        application.Desired.PromoteDeployment ? "true" : "false",
        application.Desired.AutomaticDeploysEnabled ? "true" : "false");
}
