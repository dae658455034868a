using Release.Sandbox.Hosting;
using Release.Sandbox.Kubernetes.Storage;

namespace Release.Sandbox.Kubernetes.Faults;

/// <summary>
/// Faults of one cluster's API server, set on demand. Each method takes effect at once and for later requests,
/// unless it says otherwise; <see cref="ClearAsync"/> ends all of them. Thread-safe.
/// </summary>
internal sealed class ApiFaults(ObjectStore store, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private SandboxServer? _server;
    private CancellationTokenSource _watches = new();
    private IReadOnlyList<RefusalRule> _refusals = [];
    private TimeSpan _delay;
    private TimeSpan _retryAfter;
    private int _tooMany;
    private int _broken;
    private int _halfLists;
    private int _halfWatchLines;
    private int _eventsPerWatch;

    /// <summary>True between <see cref="GoAwayAsync"/> and <see cref="ComeBackAsync"/>.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Delay before every response.</summary>
    public TimeSpan Delay => _delay;

    /// <summary>Watches end after that many events; 0 for no limit.</summary>
    public int EventsPerWatch => Volatile.Read(ref _eventsPerWatch);

    /// <summary>When true, a watch from an expired version gets HTTP status 410 instead of an ERROR event; real servers do either.</summary>
    public bool ExpiredAsHttpStatus { get; set; }

    /// <summary>The refused requests.</summary>
    public IReadOnlyList<RefusalRule> Refusals => Volatile.Read(ref _refusals);

    /// <summary>Aborts every open watch in the middle of its stream.</summary>
    public void DropWatches()
    {
        CancellationTokenSource ended;
        lock (_gate)
        {
            ended = _watches;
            _watches = new CancellationTokenSource();
        }

        ended.Cancel();
    }

    /// <param name="count">Each watch ends after that many events; 0 for no limit.</param>
    public void DropWatchesAfter(int count) => Volatile.Write(ref _eventsPerWatch, count);

    /// <summary>Drops the history: resuming a watch or continuing a list from before gets 410.</summary>
    public void ExpireHistory() => store.ForgetHistory();

    /// <param name="delay">Delay before every response; zero for none.</param>
    public void AnswerSlowly(TimeSpan delay) => _delay = delay;

    /// <param name="verb">Such as <c>watch</c>; null for every verb.</param>
    /// <param name="resource">Plural, such as <c>deployments</c>; null for everything.</param>
    public void Refuse(string? verb = null, string? resource = null)
    {
        lock (_gate)
        {
            _refusals = [.. _refusals, new RefusalRule(verb, resource)];
        }
    }

    /// <summary>Ends all refusals.</summary>
    public void EndRefusals()
    {
        lock (_gate)
        {
            _refusals = [];
        }
    }

    /// <summary>The next requests get 429 with <c>Retry-After</c>.</summary>
    public void AnswerTooManyRequests(int count, TimeSpan retryAfter)
    {
        _retryAfter = retryAfter;
        Volatile.Write(ref _tooMany, count);
    }

    /// <summary>The next requests get 500.</summary>
    public void AnswerWithErrors(int count) => Volatile.Write(ref _broken, count);

    /// <summary>The next lists are cut off in the middle of their body.</summary>
    public void CutLists(int count) => Volatile.Write(ref _halfLists, count);

    /// <summary>The next watches are cut off in the middle of their first line.</summary>
    public void CutWatchLines(int count) => Volatile.Write(ref _halfWatchLines, count);

    /// <summary>Makes the cluster unavailable: connections are closed, and new ones are refused or hang.</summary>
    public async Task GoAwayAsync(bool hang = false)
    {
        IsAway = true;
        await Server.GoAwayAsync(hang);
    }

    public async Task ComeBackAsync(CancellationToken cancellationToken = default)
    {
        await Server.ComeBackAsync(cancellationToken);
        IsAway = false;
    }

    /// <summary>Ends all faults.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken = default)
    {
        DropWatchesAfter(0);
        AnswerSlowly(TimeSpan.Zero);
        AnswerTooManyRequests(0, TimeSpan.Zero);
        AnswerWithErrors(0);
        CutLists(0);
        CutWatchLines(0);
        ExpiredAsHttpStatus = false;
        EndRefusals();
        if (IsAway)
        {
            await ComeBackAsync(cancellationToken);
        }
    }

    /// <summary>Sets the server that becomes unavailable. Called once, after it has started.</summary>
    public void Attach(SandboxServer server) => _server = server;

    /// <summary>Cancelled when the watches that are open now are dropped.</summary>
    public CancellationToken WatchesDropped
    {
        get
        {
            lock (_gate)
            {
                return _watches.Token;
            }
        }
    }

    /// <summary>Applies the faults to a request.</summary>
    /// <exception cref="KubernetesError">429 or 500.</exception>
    public async Task ApplyFaultsAsync(HttpContext context)
    {
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, time, context.RequestAborted);
        }

        if (Take(ref _tooMany))
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(_retryAfter.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw KubernetesError.TooManyRequests((int)Math.Ceiling(_retryAfter.TotalSeconds));
        }

        if (Take(ref _broken))
        {
            throw new KubernetesError(500, "InternalError", "Internal error occurred: etcdserver: leader changed");
        }
    }

    public bool TakeHalfList() => Take(ref _halfLists);

    public bool TakeHalfWatchLine() => Take(ref _halfWatchLines);

    public void Dispose() => _watches.Dispose();

    private SandboxServer Server => _server ?? throw new InvalidOperationException("The API server has not started yet.");

    /// <summary>Takes one from a counter that does not go below zero.</summary>
    private static bool Take(ref int left)
    {
        while (Volatile.Read(ref left) is > 0 and var seen)
        {
            if (Interlocked.CompareExchange(ref left, seen - 1, seen) == seen)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Requests that get 403 although roles allow them.</summary>
/// <param name="Verb">Such as <c>list</c>; null for every verb.</param>
/// <param name="Resource">Plural, such as <c>pods</c> or <c>pods/log</c>; null for everything.</param>
internal sealed record RefusalRule(string? Verb, string? Resource)
{
    public bool Matches(string verb, string resource) =>
        (Verb is null || Verb == verb) && (Resource is null || Resource == resource);
}
