using System.Threading.Channels;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Storage;

namespace Release.Web.Jobs;

/// <summary>Triggers the deployments that wait for a cluster as soon as it is connected again.</summary>
internal sealed partial class ReconnectTrigger(
    IClusterState clusters, IReleaseStore store, IPassTrigger passes, ILogger<ReconnectTrigger> logger) : BackgroundService
{
    private readonly Channel<EnvironmentName> _changes = Channel.CreateUnbounded<EnvironmentName>(new UnboundedChannelOptions { SingleReader = true });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        clusters.ConnectionChanged += Note;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        clusters.ConnectionChanged -= Note;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var environment in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            if (clusters.Connection(environment).Connected)
            {
                await TriggerAsync(environment, stoppingToken);
            }
        }
    }

    private void Note(EnvironmentName environment) => _changes.Writer.TryWrite(environment);

    private async Task TriggerAsync(EnvironmentName environment, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var cell in await ActiveCellsAsync(environment, cancellationToken))
            {
                await passes.TriggerAsync(cell, cancellationToken);
                Log.Triggered(logger, cell);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Without the trigger each deployment continues at its own due time.
            Log.CouldNotTrigger(logger, exception, environment);
        }
    }

    private async Task<IReadOnlyList<Cell>> ActiveCellsAsync(EnvironmentName environment, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        return [.. (await transaction.ActiveCellsAsync(cancellationToken)).Where(cell => cell.Environment == environment)];
    }

    private static partial class Log
    {
        [LoggerMessage(4250, LogLevel.Information, "The cluster is connected again: {Cell} continues")]
        public static partial void Triggered(ILogger logger, Cell cell);

        [LoggerMessage(4251, LogLevel.Warning, "The cluster of {Environment} is connected again, but the deployments that wait for it could not be triggered")]
        public static partial void CouldNotTrigger(ILogger logger, Exception exception, EnvironmentName environment);
    }
}
