using Release.Sandbox.Hosting;

namespace Release.Sandbox.Faults;

/// <summary>
/// Makes GitHub or the registry unavailable, slow or faulty on demand, and restores it.
/// The state is lost when the process ends. Thread-safe.
/// </summary>
public sealed class ServiceFaults : IDisposable
{
    private readonly IFaultResponses _answers;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly AsyncSignal _changed = new();
    private SandboxServer? _server;
    private State _state = new(new ServiceTrouble(), null);

    internal ServiceFaults(string key, string name, IFaultResponses answers, TimeProvider time)
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

    /// <summary>The faults in force; those whose time is over are left out.</summary>
    public ServiceTrouble Trouble => Volatile.Read(ref _state).Trouble.At(_time.GetUtcNow());

    /// <summary>Since when it is unavailable; null while it is available.</summary>
    public DateTimeOffset? AwaySince => Volatile.Read(ref _state).AwaySince;

    /// <summary>Replaces the faults; they are in force when the task completes.</summary>
    /// <exception cref="IOException">The service cannot listen again because another process took its port.</exception>
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

    /// <summary>Sets the server that becomes unavailable. Called once, after it has started.</summary>
    internal void Attach(SandboxServer server) => _server = server;

    /// <summary>Completes when it is available.</summary>
    internal async Task WaitUntilAvailableAsync(CancellationToken cancellationToken)
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

    /// <summary>Applies the faults to a request.</summary>
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
            { HalfAnswers: true } => CutOffAsync(context, handler),
            _ => handler(context),
        });
    }

    /// <summary>Announces the full length and closes the connection after half of the body.</summary>
    private static async Task CutOffAsync(HttpContext context, RequestDelegate handler)
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

/// <summary>The faults of GitHub or the registry; the default has none.</summary>
/// <param name="Away">Connections are closed, and new ones fail.</param>
/// <param name="Hang">While away, connections are accepted and never answered, instead of refused.</param>
/// <param name="Delay">Delay before every response.</param>
/// <param name="Failing">Every request gets 502.</param>
/// <param name="HalfAnswers">Every response is cut off in the middle of its body.</param>
/// <param name="OutOfQuotaUntil">Until then requests get the response for a used-up hourly quota.</param>
/// <param name="ToldToWaitUntil">Until then requests get the response for too many requests, with the time to wait.</param>
public sealed record ServiceTrouble(
    bool Away = false,
    bool Hang = false,
    TimeSpan Delay = default,
    bool Failing = false,
    bool HalfAnswers = false,
    DateTimeOffset? OutOfQuotaUntil = null,
    DateTimeOffset? ToldToWaitUntil = null)
{
    /// <summary>Without limits whose time is over.</summary>
    internal ServiceTrouble At(DateTimeOffset now) =>
        OutOfQuotaUntil <= now || ToldToWaitUntil <= now
            ? this with { OutOfQuotaUntil = OutOfQuotaUntil > now ? OutOfQuotaUntil : null, ToldToWaitUntil = ToldToWaitUntil > now ? ToldToWaitUntil : null }
            : this;
}

/// <summary>A service's own responses for faults.</summary>
internal interface IFaultResponses
{
    /// <summary>Whether rate limits apply to this request.</summary>
    bool IsLimited(HttpContext context);

    Task FailAsync(HttpContext context);

    Task RefuseForQuotaAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);

    Task RefuseForPaceAsync(HttpContext context, DateTimeOffset until, DateTimeOffset now);
}
