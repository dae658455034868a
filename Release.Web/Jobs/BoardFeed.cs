using Release.Core.Applications;
using Release.Core.Board;
using Release.Data.Events;
using Release.Data.Queries;

namespace Release.Web.Jobs;

/// <summary>
/// Loads the board once, then reloads the rows that the event log names. When the database fails,
/// the board is marked stale and loaded again.
/// </summary>
internal sealed partial class BoardFeed(
    BoardProjection board, BoardQueries queries, EventFollower follower, TimeProvider clock, ILogger<BoardFeed> logger) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Loads the board before the first page is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var loaded = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!loaded)
                {
                    await LoadAsync(stoppingToken);
                }

                loaded = true;
                await FollowAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                loaded = false;
                Log.Stale(logger, exception);
                board.MarkStale("The board could not be read from the database; trying again.");
                await Task.Delay(RetryAfter, clock, stoppingToken);
            }
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var (rows, sequence) = await queries.LoadAsync(cancellationToken);
        board.Load(rows, board.Current.Notices, sequence);
        board.MarkStale(null);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await foreach (var events in follower.FollowAsync(board.Current.Sequence, cancellationToken))
        {
            var sequence = events[^1].Sequence;
            foreach (var name in events.Select(entry => entry.Application).OfType<ApplicationName>().Distinct())
            {
                if (await queries.LoadRowAsync(name, cancellationToken) is { } row)
                {
                    board.Replace(row, sequence);
                }
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4201, LogLevel.Error, "The board could not be kept up to date; loading it again")]
        public static partial void Stale(ILogger logger, Exception exception);
    }
}
