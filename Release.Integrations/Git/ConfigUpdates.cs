using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Release.Core.Deployments;
using Release.Core.Ports;

namespace Release.Integrations.Git;

/// <summary>
/// Takes edits in, and pushes all that have gathered while the last push was under way together: one push for a batch,
/// a commit and a merge for each edit.
/// </summary>
internal sealed partial class ConfigUpdates : IAsyncDisposable
{
    // Keeps the arguments of one git push, and what one lost race costs, within reason.
    private const int LargestBatch = 250;

    // Contracts §4: 5 retries, from 1 s doubling, at most 1 min in all.
    private const int Retries = 5;
    private const int RacesRedoneAtOnce = 2;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly Channel<PendingEdit> _queue = Channel.CreateUnbounded<PendingEdit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly ConfigMirror _mirror;
    private readonly ConfigPlanner _planner;
    private readonly TimeProvider _time;
    private readonly ILogger<ConfigUpdates> _logger;
    private readonly ResiliencePipeline _opening;
    private readonly ResiliencePipeline _updating;
    private readonly Task _working;

    public ConfigUpdates(ConfigMirror mirror, ConfigPaths paths, TimeProvider time, ILogger<ConfigUpdates> logger)
    {
        _mirror = mirror;
        _planner = new ConfigPlanner(mirror, paths);
        _time = time;
        _logger = logger;
        // The first use clones, which may take longer than an update ever should.
        _opening = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(RetryOptions()).Build();
        _updating = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(s_limit).AddRetry(RetryOptions()).Build();
        _working = Task.Run(WorkAsync);
    }

    public async Task<ConfigCommit> AddAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        var pending = new PendingEdit(edit, cancellationToken);
        return _queue.Writer.TryWrite(pending)
            ? await pending.Done.WaitAsync(cancellationToken)
            : throw new ObjectDisposedException(nameof(ConfigUpdates));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _working;
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_stop.Token))
            {
                await HandleAsync(Take());
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            while (_queue.Reader.TryRead(out var pending))
            {
                pending.Cancel();
            }
        }
    }

    private List<PendingEdit> Take()
    {
        var edits = new List<PendingEdit>();
        while (edits.Count < LargestBatch && _queue.Reader.TryRead(out var pending))
        {
            if (pending.IsGivenUp)
            {
                pending.Cancel();
            }
            else
            {
                edits.Add(pending);
            }
        }

        return edits;
    }

    private async Task HandleAsync(List<PendingEdit> edits)
    {
        if (edits.Count == 0)
        {
            return;
        }

        var began = _time.GetTimestamp();
        try
        {
            var batch = new UpdateBatch(edits, _mirror, _planner, _time);
            if (!_mirror.IsOpen)
            {
                await _opening.ExecuteAsync(async token => await _mirror.UseAsync(_ => Task.FromResult(true), token), _stop.Token);
            }

            await _updating.ExecuteAsync(async token => await _mirror.UseAsync(batch.TryAsync, token), _stop.Token);
            LogUpdated(_logger, edits.Count, _time.GetElapsedTime(began).TotalMilliseconds);
            await _mirror.MaintainIfDueAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            edits.ForEach(edit => edit.Cancel());
        }
        // The loop outlives whatever goes wrong with one batch; each of its callers is told.
        catch (Exception exception)
        {
            LogFailed(_logger, exception, edits.Count);
            edits.ForEach(edit => edit.Fail(Translate(exception)));
        }
    }

    private static Exception Translate(Exception exception) => exception switch
    {
        LostRaceException => new OutsideException("Others pushed to the configuration repository first, each time it was tried.", FailureKind.ExitCode, exception),
        TimeoutRejectedException => new OutsideException($"The configuration repository could not be updated within {s_limit.TotalSeconds:0} seconds.", FailureKind.Timeout, exception),
        OutsideException outside => new OutsideException(outside.Message, outside.Kind, outside),
        _ => exception,
    };

    private static RetryStrategyOptions RetryOptions() => new()
    {
        MaxRetryAttempts = Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = s_firstDelay,
        // A lost race means that the remote works: at once, the first times.
        DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(
            args is { Outcome.Exception: LostRaceException, AttemptNumber: < RacesRedoneAtOnce } ? TimeSpan.Zero : null),
        ShouldHandle = new PredicateBuilder()
            .Handle<LostRaceException>()
            .Handle<OutsideException>(exception => exception.Kind is not (FailureKind.Permission or FailureKind.NotFound)),
    };
}
