using Microsoft.Extensions.Logging;
using Polly;
using Release.Core.Configuration;
using Release.Core.Failures;
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

/// <summary>One edit by the calls of contracts §4. It may be retried after any call, because each try starts with the current state.</summary>
internal sealed partial class ApiUpdate(ConfigEdit edit, ConfigCalls calls, string path, SemaphoreSlim merging, ILogger logger)
{
    /// <summary>Commits of earlier tries. If the main branch has one of them, a merge succeeded whose answer was lost.</summary>
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);

    /// <summary>The same for every try, so that no branch is left behind.</summary>
    private string? _branch;

    /// <summary>Tries once.</summary>
    /// <exception cref="PushRaceLostException">The file was changed in the meantime; another try may succeed.</exception>
    public async Task<ConfigCommit> TryAsync(CancellationToken cancellationToken)
    {
        var tip = await calls.TipAsync(cancellationToken);
        var branch = _branch ??= CommitMessages.Branch(edit, tip, 0);
        var (before, edited) = await EditAsync(tip, cancellationToken);
        if (edited is null)
        {
            var last = await calls.LastCommitAsync(path, tip, cancellationToken);
            // A killed process may have left the branch behind.
            await TidyAsync(branch, cancellationToken);
            return new ConfigCommit(last, _made.Contains(last) ? tip : null);
        }

        await calls.CreateBranchAsync(branch, tip, cancellationToken);
        var commit = await calls.CommitAsync(path, edited, before, branch, CommitMessages.Message(edit), cancellationToken);
        _made.Add(commit);
        var merge = await MergeAsync(branch, cancellationToken);
        await TidyAsync(branch, cancellationToken);
        return new ConfigCommit(commit, merge ?? await calls.TipAsync(cancellationToken));
    }

    /// <returns>The file's blob id, and its new content; null if nothing changes.</returns>
    private async Task<(string Before, byte[]? Edited)> EditAsync(string tip, CancellationToken cancellationToken)
    {
        var file = await calls.FileAsync(path, tip, cancellationToken) ?? throw new ConfigFileMissingException(edit.Cell, path);
        if (file.Content is null)
        {
            throw new ConfigFileRefusedException(edit.Cell, path, "It is not a regular file.");
        }

        try
        {
            var document = ImageTagDocument.Parse(file.Content);
            var edited = document.With(edit);
            return (file.Id, ReferenceEquals(edited, document) ? null : edited.Bytes);
        }
        catch (ImageTagFormatException exception)
        {
            throw new ConfigFileRefusedException(edit.Cell, path, exception.Message);
        }
    }

    /// <summary>One merge at a time: of two parallel merges into the same branch one would fail.</summary>
    private async Task<string?> MergeAsync(string branch, CancellationToken cancellationToken)
    {
        await merging.WaitAsync(cancellationToken);
        try
        {
            return await calls.MergeAsync(branch, cancellationToken);
        }
        finally
        {
            merging.Release();
        }
    }

    /// <summary>Deletes the branch. A failure is only logged: the change is merged, and the next update with that branch name deletes it.</summary>
    private async Task TidyAsync(string branch, CancellationToken cancellationToken)
    {
        try
        {
            await calls.DeleteBranchAsync(branch, cancellationToken);
        }
        catch (OutsideException exception)
        {
            Log.Left(logger, branch, exception.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4431, LogLevel.Warning, "Branch {Branch} of the configuration repository could not be deleted: {Why}")]
        public static partial void Left(ILogger logger, string branch, string why);
    }
}
