using Release.Core.Board;
using Release.Core.Events;
using Release.Core.Sources;
using Release.Data.Events;
using Release.Data.Queries;

namespace Release.Web.Jobs;

/// <summary>
/// Clears this process's cache of a repository when the event log records a push, because GitHub's webhook reaches only one replica.
/// Pages that follow the same event wait a moment before they read.
/// </summary>
internal sealed partial class SourceChangeFeed(
    EventFollower follower, EventQueries events, IBoard board, SourceSettings sources, ISourceHostCache cache, TimeProvider clock, ILogger<SourceChangeFeed> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? last = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                last ??= await events.LastSequenceAsync(stoppingToken);
                await foreach (var batch in follower.FollowAsync(last.Value, stoppingToken))
                {
                    Forget(batch);
                    last = batch[^1].Sequence;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.CannotFollow(logger, exception);
                await Task.Delay(RetryAfter, clock, stoppingToken);
            }
        }
    }

    private void Forget(IReadOnlyList<ReleaseEvent> batch)
    {
        foreach (var application in batch.Where(entry => entry.Type is EventType.SourceChanged).Select(entry => entry.Application).Distinct())
        {
            if (application is not null && sources.RepositoryOf(board.Find(application)?.Repository ?? application.Value) is { } repository)
            {
                cache.Forget(repository);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6341, LogLevel.Error, "Pushes could not be followed; cached data from GitHub may be some seconds old.")]
        public static partial void CannotFollow(ILogger logger, Exception exception);
    }
}
