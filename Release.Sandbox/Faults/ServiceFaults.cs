using Release.Sandbox.Hosting;

namespace Release.Sandbox.Faults;

/// <summary>
/// Takes GitHub or the registry away and brings it back, and what else can go wrong with it, as people and scripts ask for it.
/// Nothing of it outlives the process. Safe to use from any thread.
/// </summary>
public sealed class ServiceFaults : IDisposable
{
    private readonly IFaultAnswers _answers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncSignal _changed = new();
    private SandboxServer? _server;
    private State _state = new(new ServiceTrouble(), null);

    internal ServiceFaults(string key, string name, IFaultAnswers answers, TimeProvider time)
    {
        Key = key;
        Name = name;
        _answers = answers;
        _time = time;
    }

    /// <summary><c>github</c>, <c>registry</c>.</summary>
    public string Key { get; }

    /// <summary><c>GitHub</c>, <c>the registry</c>.</summary>
    public string Name { get; }

    /// <summary>What is wrong now; what was to end by now is not in it any more.</summary>
    public ServiceTrouble Trouble => Volatile.Read(ref _state).Trouble.At(_time.GetUtcNow());

    /// <summary>Null while it is there.</summary>
    public DateTimeOffset? AwaySince => Volatile.Read(ref _state).AwaySince;

    /// <summary>Has exactly this wrong with it, and nothing else; when it returns, that is so.</summary>
    /// <exception cref="IOException">It cannot come back: somebody else took its port meanwhile.</exception>
    public async Task SetAsync(ServiceTrouble trouble, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var server = _server ?? throw new InvalidOperationException($"{Name} has not started yet.");
            if (trouble.Away)
            {
                await server.GoAwayAsync(trouble.Hang);
            }
            else if (AwaySince is not null)
            {
                await server.ComeBackAsync(cancellationToken);
            }

            Volatile.Write(ref _state, new State(trouble, trouble.Away ? AwaySince ?? _time.GetUtcNow() : null));
            _changed.Set();
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Which server goes away. Called once, when it has started.</summary>
    internal void Attach(SandboxServer server) => _server = server;

    /// <summary>Returns once it is not away.</summary>
    internal async Task WaitUntilThereAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = _changed.Next;
            if (AwaySince is null)
            {
                return;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What every request meets first.</summary>
    internal RequestDelegate Around(RequestDelegate handler) => context => AnswerAsync(context, handler);

    private async Task AnswerAsync(HttpContext context, RequestDelegate handler)
    {
        if (Trouble.Delay is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, _time, context.RequestAborted);
        }

        var now = _time.GetUtcNow();
        var limited = _answers.IsLimited(context);
        await (Trouble switch
        {
            { Failing: true } => _answers.FailAsync(context),
            { ToldToWaitUntil: { } until } when limited => _answers.RefuseForPaceAsync(context, until, now),
            { OutOfQuotaUntil: { } until } when limited => _answers.RefuseForQuotaAsync(context, until, now),
            { HalfAnswers: true } => BreakOffAsync(context, handler),
            _ => handler(context),
        });
    }

    /// <summary>Promises the whole length and ends the connection half-way.</summary>
    private static async Task BreakOffAsync(HttpContext context, RequestDelegate handler)
    {
        var connection = context.Response.Body;
        using var buffer = new MemoryStream();
        context.Response.Body = buffer;
        await handler(context);
        context.Response.Body = connection;
        if (buffer.Length == 0)
        {
            return;
        }

        context.Response.ContentLength = buffer.Length;
        await connection.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length / 2), context.RequestAborted);
        await connection.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private sealed record State(ServiceTrouble Trouble, DateTimeOffset? AwaySince);
}

/// <summary>What is wrong with GitHub or the registry. What stands here is all there is: the default is a service that works.</summary>
/// <param name="Away">Its connections end, and no new one succeeds.</param>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers, instead of being refused.</param>
/// <param name="Delay">Before every answer.</param>
/// <param name="Failing">It answers every request with 502.</param>
/// <param name="HalfAnswers">Every answer breaks off in the middle of its body.</param>
/// <param name="OutOfQuotaUntil">Until then requests are answered as if the quota of the hour were used up.</param>
/// <param name="ToldToWaitUntil">Until then requests are answered as if they had come too fast, with how long to wait.</param>
public sealed record ServiceTrouble(
    bool Away = false,
    bool Hang = false,
    TimeSpan Delay = default,
    bool Failing = false,
    bool HalfAnswers = false,
    DateTimeOffset? OutOfQuotaUntil = null,
    DateTimeOffset? ToldToWaitUntil = null)
{
    /// <summary>Without the times that are over.</summary>
    internal ServiceTrouble At(DateTimeOffset now) =>
        OutOfQuotaUntil <= now || ToldToWaitUntil <= now
            ? this with { OutOfQuotaUntil = OutOfQuotaUntil > now ? OutOfQuotaUntil : null, ToldToWaitUntil = ToldToWaitUntil > now ? ToldToWaitUntil : null }
            : this;
}

/// <summary>How a service words its troubles.</summary>
internal interface IFaultAnswers
{
    /// <summary>Whether quota and pace are counted for this request at all.</summary>
    bool IsLimited(HttpContext context);

    Task FailAsync(HttpContext context);

    Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);

    Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);
}
