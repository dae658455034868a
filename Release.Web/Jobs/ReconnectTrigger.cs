using System.Threading.Channels;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Storage;

namespace Release.Web.Jobs;

/// <summary>Has the deployments that waited for a cluster go on at once when it is back.</summary>
internal sealed partial class ReconnectTrigger(
    IClusterState truths, IReleaseStore store, IPassTrigger wakeUps, ILogger<ReconnectTrigger> logger) : BackgroundService
{
    private readonly Channel<EnvironmentName> _changes = Channel.CreateUnbounded<EnvironmentName>(new UnboundedChannelOptions { SingleReader = true });

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        truths.ConnectionChanged += Note;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        truths.ConnectionChanged -= Note;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var environment in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            if (truths.Connection(environment).Connected)
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
                await wakeUps.TriggerAsync(cell, cancellationToken);
                Log.Nudged(logger, cell);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Without it each looks again at its own time.
            Log.CouldNotNudge(logger, exception, environment);
        }
    }

    private async Task<IReadOnlyList<Cell>> ActiveCellsAsync(EnvironmentName environment, CancellationToken cancellationToken)
    {
        await using var transaction = await store.BeginAsync(cancellationToken);
        return [.. (await transaction.ActiveCellsAsync(cancellationToken)).Where(cell => cell.Environment == environment)];
    }

    private static partial class Log
    {
        [LoggerMessage(4250, LogLevel.Information, "Its cluster is back: {Cell} goes on")]
        public static partial void Nudged(ILogger logger, Cell cell);

        [LoggerMessage(4251, LogLevel.Warning, "The deployments that wait for {Environment} could not be told that its cluster is back")]
        public static partial void CouldNotNudge(ILogger logger, Exception exception, EnvironmentName environment);
    }
}
