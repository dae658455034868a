using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Release.Integrations.Kubernetes.Watch;

namespace Release.Integrations.Clusters;

/// <summary>Runs the watches of all clusters while the process runs. Each fails and recovers by itself.</summary>
internal sealed partial class ClusterWatches(ClusterCaches caches, ClusterState state, TimeProvider clock, ILogger<ClusterWatches> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll([KeepStateAsync(stoppingToken), .. caches.All.Select(cache => cache.RunAsync(stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Ended(logger);
        }
    }

    private async Task KeepStateAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await state.RunAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.Failed(logger, exception);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4230, LogLevel.Debug, "The watches of the clusters have ended")]
        public static partial void Ended(ILogger logger);

        [LoggerMessage(4231, LogLevel.Error, "Updating the cluster state failed; it continues")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
