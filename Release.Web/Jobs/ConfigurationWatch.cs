using Release.Core.Board;
using Release.Core.Configuration;
using Release.Core.Failures;

namespace Release.Web.Jobs;

/// <summary>
/// Keeps the board's wanted versions in step with git: reads the configuration repository at start, when Release itself or a webhook reports a
/// change, and every few seconds for other pushes. While the repository is away, it reports that and tries again.
/// </summary>
internal sealed partial class ConfigurationWatch(
    IConfigRepository repository,
    IConfigRepositoryChanges changes,
    ConfigurationSignal signal,
    ConfigRepositorySync sync,
    BoardProjection board,
    ConfigurationStatus status,
    TimeProvider clock,
    ILogger<ConfigurationWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstReadLimit = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly TaskCompletionSource _firstRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Waits for the first reading, so that the first page is not empty. A repository that is away, or whose first clone takes long,
    /// does not delay the start; Release is then not ready until it has been read (<see cref="ConfigurationStatus"/>).
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        changes.Moved += OnMoved;
        signal.Asked += Wake;
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(_firstRead.Task, Task.Delay(FirstReadLimit, clock, cancellationToken));
    }

    public override void Dispose()
    {
        changes.Moved -= OnMoved;
        signal.Asked -= Wake;
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ReadAsync(stoppingToken);
            _firstRead.TrySetResult();
            await WaitAsync(stoppingToken);
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var interval = new CancellationTokenSource(Interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellationToken);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Log.IntervalOver(logger);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var snapshot = await repository.ReadAllAsync(cancellationToken);
            var changed = await sync.TakeAsync(snapshot, cancellationToken);
            var problems = snapshot.Files.Where(file => file.Problem is not null).Select(file => $"{file.Cell}: {file.Problem}");
            board.SetNotices([.. snapshot.Notices, .. problems]);
            status.Seen(snapshot.Commit, clock.GetUtcNow());
            Log.Read(logger, snapshot.Commit, changed);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            status.Failed(exception is OutsideException ? exception.Message : "The configuration repository could not be read; the log says why.");
            Log.CouldNotRead(logger, exception);
        }
    }

    private void OnMoved(string commit) => Wake();

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            Log.AlreadySignalled(logger);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4131, LogLevel.Debug, "Read the configuration repository at {Commit}: {Changed} cells changed")]
        public static partial void Read(ILogger logger, string commit, int changed);

        [LoggerMessage(4132, LogLevel.Warning, "The configuration repository could not be read; trying again")]
        public static partial void CouldNotRead(ILogger logger, Exception exception);

        [LoggerMessage(4133, LogLevel.Trace, "Checking the configuration repository for pushes by others")]
        public static partial void IntervalOver(ILogger logger);

        [LoggerMessage(4134, LogLevel.Trace, "A reading was due already")]
        public static partial void AlreadySignalled(ILogger logger);
    }
}
