using Microsoft.Extensions.Logging;
using Polly;
using Release.Core.Configuration;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>
/// Accepts edits. Those of one file are made in order; those of different files a few at a time, because each takes a second
/// and GitHub asks clients to limit parallel requests.
/// </summary>
internal sealed partial class ApiUpdates : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly EditQueue _queue;
    private readonly SemaphoreSlim _merging = new(1, 1);
    private readonly ConfigCalls _calls;
    private readonly ConfigPaths _paths;
    private readonly Action<string> _moved;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _updating;

    /// <param name="moved">Called for each merge.</param>
    public ApiUpdates(ConfigCalls calls, ConfigPaths paths, Action<string> moved, TimeProvider clock, ILogger logger)
    {
        (_calls, _paths, _moved, _logger) = (calls, paths, moved, logger);
        _updating = ConfigUpdateRetry.Pipeline(clock);
        _queue = new EditQueue(int.MaxValue, HandleAsync);
    }

    public Task<ConfigCommit> AddAsync(ConfigEdit edit, CancellationToken cancellationToken) => _queue.AddAsync(edit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        _merging.Dispose();
    }

    private async Task HandleAsync(List<PendingEdit> edits, CancellationToken stop)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(edits.GroupBy(pending => pending.Edit.Cell), options, async (ofOneFile, _) => await HandleInOrderAsync(ofOneFile, stop));
    }

    private async Task HandleInOrderAsync(IEnumerable<PendingEdit> edits, CancellationToken stop)
    {
        foreach (var pending in edits)
        {
            if (pending.IsGivenUp || stop.IsCancellationRequested)
            {
                pending.Cancel();
            }
            else
            {
                await HandleAsync(pending, stop);
            }
        }
    }

    private async Task HandleAsync(PendingEdit pending, CancellationToken stop)
    {
        var cell = pending.Edit.Cell;
        try
        {
            var update = new ApiUpdate(pending.Edit, _calls, _paths.For(cell.Environment.Value, cell.Application.Value), _merging, _logger);
            var commit = await _updating.ExecuteAsync(async token => await update.TryAsync(token), stop);
            if (commit.Merge is { } merge)
            {
                _moved(merge);
            }

            pending.Succeed(commit);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            pending.Cancel();
        }
        // The loop must survive any failure of an edit; its caller gets the exception.
        catch (Exception exception)
        {
            Log.Failed(_logger, exception, cell.ToString());
            pending.Fail(ConfigUpdateRetry.Translate(exception));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4432, LogLevel.Warning, "The edit of {Cell} in the configuration repository failed")]
        public static partial void Failed(ILogger logger, Exception exception, string cell);
    }
}
