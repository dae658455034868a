using Hangfire;
using Release.Core.Applications;
using Release.Core.Board;

namespace Release.Web.Jobs;

/// <summary>
/// Records what the clusters show and nobody told: drift that lasts, and versions that appear where others deploy. It
/// follows the board, which costs no query; only what has changed and lasted is written.
/// </summary>
internal sealed partial class ClusterStateFeed(
    IBoard board, DriftDebouncer lasting, DriftRecorder drifts, IBackgroundJobClient jobs, TimeProvider clock, ILogger<ClusterStateFeed> logger) : BackgroundService
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
        lasting.Look(subscription.Initial, clock.GetUtcNow());
        var changes = subscription.ChangesAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (await HasComeAsync(next, cancellationToken))
                {
                    await next;
                    lasting.Look(changes.Current, clock.GetUtcNow());
                    next = changes.MoveNextAsync().AsTask();
                }

                foreach (var change in lasting.TakeDue(clock.GetUtcNow()))
                {
                    await RecordAsync(change, cancellationToken);
                }
            }
        }
        finally
        {
            // An enumerator may only be disposed between its moves.
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await changes.DisposeAsync();
        }
    }

    /// <summary>Waits for the next board, or until something is due.</summary>
    private async Task<bool> HasComeAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        if (lasting.NextDue is not { } due)
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
            // It is due again in a while, as long as the board still shows it.
            Log.CouldNotRecord(logger, exception, change.Cell);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4240, LogLevel.Error, "Following the clusters failed; beginning again")]
        public static partial void CouldNotFollow(ILogger logger, Exception exception);

        [LoggerMessage(4241, LogLevel.Warning, "What the cluster shows of {Cell} could not be recorded; trying again in a while")]
        public static partial void CouldNotRecord(ILogger logger, Exception exception, Cell cell);

        [LoggerMessage(4242, LogLevel.Information, "Recorded {Change}")]
        public static partial void Recorded(ILogger logger, DebouncedChange change);
    }
}

/// <summary>Records a version that has settled in an environment where others deploy. Run twice, it records once.</summary>
internal sealed class ObservedVersions(ObservedDeployments seen)
{
    [JobDisplayName("{0} in {1}: {2} was seen running")]
    public Task RecordAsync(string application, string environment, string version, DateTimeOffset since, CancellationToken cancellationToken) =>
        seen.TakeAsync(
            new DebouncedChange.Version(new Cell(ApplicationName.Parse(application), EnvironmentName.Parse(environment)), ImageTag.Parse(version), since),
            cancellationToken);
}
