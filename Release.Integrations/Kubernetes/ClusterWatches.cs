using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Release.Integrations.Kubernetes;

/// <summary>Keeps all watches of all clusters going while the process lives. Each fails and recovers by itself.</summary>
internal sealed partial class ClusterWatches(ClusterCaches caches, ClusterState truths, TimeProvider timeProvider, ILogger<ClusterWatches> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll([KeepTellingAsync(stoppingToken), .. caches.All.Select(cache => cache.RunAsync(stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogEnded(logger);
        }
    }

    private async Task KeepTellingAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await truths.RunAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
                await Task.Delay(Pause, timeProvider, cancellationToken);
            }
        }
    }
}
