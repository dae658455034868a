using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Release.Core.Deployments;
using Release.Core.Ports;
using Release.Integrations.Git;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>
/// Takes edits in. Those of one file are done in the order they came; those of different files some at a time, because GitHub
/// takes a second for each and asks its clients not to do much at once.
/// </summary>
internal sealed partial class ApiUpdates : IAsyncDisposable
{
    private const int AtOnce = 4;

    // Contracts §4: 5 retries, from 1 s doubling, at most 1 min in all.
    private const int Retries = 5;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);

    private readonly Channel<PendingEdit> _queue = Channel.CreateUnbounded<PendingEdit>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _merging = new(1, 1);
    private readonly ConfigCalls _calls;
    private readonly ConfigPaths _paths;
    private readonly Action<string> _moved;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _updating;
    private readonly Task _working;

    /// <param name="moved">Told of each merge.</param>
    public ApiUpdates(ConfigCalls calls, ConfigPaths paths, Action<string> moved, TimeProvider time, ILogger logger)
    {
        (_calls, _paths, _moved, _logger) = (calls, paths, moved, logger);
        _updating = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(s_limit).AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = s_firstDelay,
            ShouldHandle = new PredicateBuilder()
                .Handle<LostRaceException>()
                .Handle<OutsideException>(exception => exception.Kind is FailureKind.Network or FailureKind.Timeout),
        }).Build();
        _working = Task.Run(WorkAsync);
    }

    public async Task<ConfigCommit> AddAsync(ConfigEdit edit, CancellationToken cancellationToken)
    {
        var pending = new PendingEdit(edit, cancellationToken);
        return _queue.Writer.TryWrite(pending)
            ? await pending.Done.WaitAsync(cancellationToken)
            : throw new ObjectDisposedException(nameof(ApiUpdates));
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await _working;
        _merging.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(_stop.Token))
            {
                var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
                await Parallel.ForEachAsync(Take().GroupBy(pending => pending.Edit.Cell), options, async (edits, _) => await HandleAsync(edits));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Take().ForEach(pending => pending.Cancel());
        }
    }

    private List<PendingEdit> Take()
    {
        var edits = new List<PendingEdit>();
        while (_queue.Reader.TryRead(out var pending))
        {
            edits.Add(pending);
        }

        return edits;
    }

    private async Task HandleAsync(IEnumerable<PendingEdit> edits)
    {
        foreach (var pending in edits)
        {
            if (pending.IsGivenUp || _stop.IsCancellationRequested)
            {
                pending.Cancel();
            }
            else
            {
                await HandleAsync(pending);
            }
        }
    }

    private async Task HandleAsync(PendingEdit pending)
    {
        var cell = pending.Edit.Cell;
        try
        {
            var update = new ApiUpdate(pending.Edit, _calls, _paths.For(cell.Environment.Value, cell.Application.Value), _merging, _logger);
            var commit = await _updating.ExecuteAsync(async token => await update.TryAsync(token), _stop.Token);
            if (commit.Merge is { } merge)
            {
                _moved(merge);
            }

            pending.Succeed(commit);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            pending.Cancel();
        }
        // The loop outlives whatever goes wrong with one edit; its caller is told.
        catch (Exception exception)
        {
            LogFailed(_logger, exception, cell.ToString());
            pending.Fail(Translate(exception));
        }
    }

    private static Exception Translate(Exception exception) => exception switch
    {
        LostRaceException => new OutsideException("Others changed the configuration repository first, each time it was tried.", FailureKind.ExitCode, exception),
        TimeoutRejectedException => new OutsideException($"The configuration repository could not be updated within {s_limit.TotalSeconds:0} seconds.", FailureKind.Timeout, exception),
        _ => exception,
    };
}
