using Microsoft.Extensions.Logging;
using Polly;
using Release.Core.Configuration;
using Release.Integrations.ConfigRepository;

namespace Release.Integrations.Git;

/// <summary>
/// Accepts edits and pushes those that arrived during the previous push together: one push for a batch, a commit and a merge for each edit.
/// </summary>
internal sealed partial class ConfigUpdates : IAsyncDisposable
{
    // Limits the arguments of one git push, and the work lost in a race.
    private const int LargestBatch = 250;

    private readonly EditQueue _queue;
    private readonly ConfigMirror _mirror;
    private readonly ConfigPlanner _planner;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConfigUpdates> _logger;
    private readonly ResiliencePipeline _opening;
    private readonly ResiliencePipeline _updating;

    public ConfigUpdates(ConfigMirror mirror, ConfigPaths paths, TimeProvider clock, ILogger<ConfigUpdates> logger)
    {
        _mirror = mirror;
        _planner = new ConfigPlanner(mirror, paths);
        _clock = clock;
        _logger = logger;
        _opening = ConfigUpdateRetry.WithoutLimit(clock);
        _updating = ConfigUpdateRetry.Pipeline(clock);
        _queue = new EditQueue(LargestBatch, HandleAsync);
    }

    public Task<ConfigCommit> AddAsync(ConfigEdit edit, CancellationToken cancellationToken) => _queue.AddAsync(edit, cancellationToken);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private async Task HandleAsync(List<PendingEdit> edits, CancellationToken stop)
    {
        var began = _clock.GetTimestamp();
        try
        {
            var batch = new UpdateBatch(edits, _mirror, _planner, _clock);
            if (!_mirror.IsOpen)
            {
                await _opening.ExecuteAsync(async token => await _mirror.UseAsync(_ => Task.FromResult(true), token), stop);
            }

            await _updating.ExecuteAsync(async token => await _mirror.UseAsync(batch.TryAsync, token), stop);
            Log.Updated(_logger, edits.Count, _clock.GetElapsedTime(began).TotalMilliseconds);
            await _mirror.MaintainIfDueAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            edits.ForEach(edit => edit.Cancel());
        }
        // The loop must survive any failure of a batch; each of its callers gets the exception.
        catch (Exception exception)
        {
            Log.Failed(_logger, exception, edits.Count);
            edits.ForEach(edit => edit.Fail(ConfigUpdateRetry.Translate(exception)));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4120, LogLevel.Information, "Handled {Count} edits of the configuration repository in {Milliseconds:0} ms")]
        public static partial void Updated(ILogger logger, int count, double milliseconds);

        [LoggerMessage(4121, LogLevel.Warning, "{Count} edits of the configuration repository failed")]
        public static partial void Failed(ILogger logger, Exception exception, int count);
    }
}

/// <summary>Edits that are pushed together, with the pushes tried so far.</summary>
internal sealed class UpdateBatch(IReadOnlyList<PendingEdit> edits, ConfigMirror mirror, ConfigPlanner planner, TimeProvider clock)
{
    private readonly List<(ConfigPlan Plan, IReadOnlyList<ConfigCommit> Written)> _tried = [];
    private bool _mustFetch;

    /// <summary>
    /// Tries once. The first try builds on the last known tip without a fetch; if that is outdated, the remote refuses the
    /// push, and a fetch follows. So an update costs one connection while nobody else pushes.
    /// </summary>
    /// <exception cref="PushRaceLostException">Somebody else pushed between our fetch and our push.</exception>
    public async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        var isFresh = false;
        while (true)
        {
            if (_mustFetch && !isFresh)
            {
                await mirror.FetchAsync(cancellationToken);
                isFresh = true;
                if (await WasPushedAsync(cancellationToken))
                {
                    return true;
                }
            }

            _mustFetch = true;
            var plan = await planner.PlanAsync(edits, cancellationToken);
            if (plan.NeedsFreshTip && !isFresh)
            {
                continue;
            }

            if (plan.Commits.Count == 0 || await PushAsync(plan, cancellationToken))
            {
                plan.Settle(plan.Commits.Count == 0 ? [] : _tried[^1].Written);
                return true;
            }

            if (isFresh)
            {
                throw new PushRaceLostException();
            }
        }
    }

    private async Task<bool> PushAsync(ConfigPlan plan, CancellationToken cancellationToken)
    {
        var written = await mirror.WriteAsync(plan.Commits, clock.GetUtcNow(), cancellationToken);
        _tried.Add((plan, written));
        return await mirror.PushAsync(written[^1].Merge!, plan.Branches, cancellationToken) == PushOutcome.Done;
    }

    /// <summary>Whether an earlier push whose answer was lost (a cut connection, a time limit) has arrived.</summary>
    private async Task<bool> WasPushedAsync(CancellationToken cancellationToken)
    {
        foreach (var (plan, written) in _tried)
        {
            if (await mirror.IsAncestorAsync(written[^1].Merge!, mirror.Tip, cancellationToken) == true)
            {
                plan.Settle(written);
                return true;
            }
        }

        return false;
    }
}
