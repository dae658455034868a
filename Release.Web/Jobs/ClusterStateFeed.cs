using Hangfire;
using Release.Core.Applications;
using Release.Core.Board;

namespace Release.Web.Jobs;

/// <summary>
/// Records what only the clusters show: drift that lasts, and versions that others deployed. It
/// follows the board in memory, and writes only changes that lasted.
/// </summary>
internal sealed partial class ClusterStateFeed(
    IBoard board, DriftDebouncer debouncer, DriftRecorder drifts, IBackgroundJobClient jobs, TimeProvider clock, ILogger<ClusterStateFeed> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.CouldNotFollow(logger, exception);
                await Task.Delay(RetryAfter, clock, stoppingToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var subscription = board.Subscribe();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        debouncer.Look(subscription.Initial, clock.GetUtcNow());
        var changes = subscription.ChangesAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await HasNextAsync(next, cancellationToken))
                {
                    await next;
                    debouncer.Look(changes.Current, clock.GetUtcNow());
                    next = changes.MoveNextAsync().AsTask();
                }

                foreach (var change in debouncer.TakeDue(clock.GetUtcNow()))
                {
                    await RecordAsync(change, cancellationToken);
                }
            }
        }
        finally
        {
            // An enumerator must not be disposed while MoveNextAsync runs.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await changes.DisposeAsync();
        }
    }

    /// <summary>Waits for the next board, or until a change is due. True when a board has arrived.</summary>
    private async Task<bool> HasNextAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        if (debouncer.NextDue is not { } due)
        {
            await next;
            return true;
        }

        var wait = due - clock.GetUtcNow();
        if (wait > TimeSpan.Zero && !next.IsCompleted)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(wait, clock, end.Token));
            await end.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return next.IsCompleted;
    }

    private async Task RecordAsync(DebouncedChange change, CancellationToken cancellationToken)
    {
        try
        {
            if (change is DebouncedChange.Version { Cell: var cell } version)
            {
                jobs.Enqueue<ObservedVersions>(observed => observed.RecordAsync(
                    cell.Application.Value, cell.Environment.Value, version.Running.Value, version.Since, CancellationToken.None));
            }
            else if (change is DebouncedChange.Drift drift && await drifts.RecordAsync(drift, cancellationToken))
            {
                Log.Recorded(logger, change);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The debouncer reports it again later, while the board still shows it.
            Log.CouldNotRecord(logger, exception, change.Cell);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4240, LogLevel.Error, "Following the clusters failed; starting again")]
        public static partial void CouldNotFollow(ILogger logger, Exception exception);

        [LoggerMessage(4241, LogLevel.Warning, "A change of {Cell} in the cluster could not be recorded; trying again later")]
        public static partial void CouldNotRecord(ILogger logger, Exception exception, Cell cell);

        [LoggerMessage(4242, LogLevel.Information, "Recorded {Change}")]
        public static partial void Recorded(ILogger logger, DebouncedChange change);
    }
}

/// <summary>Records a version that others deployed and that is running stably. Idempotent.</summary>
internal sealed class ObservedVersions(ObservedDeployments deployments)
{
    [JobDisplayName("{0} in {1}: {2} was seen running")]
    public Task RecordAsync(string application, string environment, string version, DateTimeOffset since, CancellationToken cancellationToken) =>
        deployments.TakeAsync(
            new DebouncedChange.Version(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), ImageTag.Parse(version), since),
            cancellationToken);
}
