using Release.Core.Sources;

namespace Release.Integrations.GitHub.Client;

/// <summary>
/// Whether GitHub answers. <see cref="Changed"/> is raised when the status changes, and not for each answer.
/// </summary>
internal sealed class GitHubHealth : ISourceHostStatus, IDisposable
{
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private SourceHostStatus _current = SourceHostStatus.Fresh;

    public GitHubHealth(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => LimitEnds(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public event Action? Changed;

    public SourceHostStatus Current
    {
        get
        {
            lock (_lock)
            {
                return _current;
            }
        }
    }

    public bool IsAway => Current.AwaySince is not null;

    public void Answered() => Update(before => before with
    {
        AwaySince = null,
        LastAnswer = _clock.GetUtcNow(),
        Why = before.QuotaUntil is null ? "" : before.Why,
    });

    public void Failed(string why) => Update(before => before with { AwaySince = before.AwaySince ?? _clock.GetUtcNow(), Why = why });

    /// <param name="until">When the last of the current limits ends.</param>
    public void Limited(DateTimeOffset until, string why)
    {
        Update(before => before with { QuotaUntil = until, Why = why });
        _timer.Change(Wait(until), Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void LimitEnds()
    {
        if (Current.QuotaUntil is { } until && until > _clock.GetUtcNow())
        {
            _timer.Change(Wait(until), Timeout.InfiniteTimeSpan);
            return;
        }

        Update(before => before with { QuotaUntil = null, Why = before.AwaySince is null ? "" : before.Why });
    }

    private TimeSpan Wait(DateTimeOffset until)
    {
        var wait = until - _clock.GetUtcNow();
        // With zero the timer would fire inside Change.
        return wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1);
    }

    private void Update(Func<SourceHostStatus, SourceHostStatus> change)
    {
        bool isNews;
        lock (_lock)
        {
            var before = _current;
            _current = change(before);
            isNews = _current with { LastAnswer = before.LastAnswer } != before;
        }

        if (isNews)
        {
            Changed?.Invoke();
        }
    }
}
