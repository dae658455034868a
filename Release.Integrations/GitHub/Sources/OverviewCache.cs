using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// Keeps an overview for some seconds and lets all who want it at once wait for one call. Failures are not kept. A call
/// that a push overtook answers those who wait for it, and is then forgotten.
/// </summary>
internal sealed class OverviewCache(Func<SourceRepository, CancellationToken, Task<SourceOverview?>> read, TimeProvider time)
{
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(30);
    private const int MostRepositories = 2_000;

    private readonly Lock _lock = new();
    private readonly LruCache<SourceRepository, Entry> _entries = new(MostRepositories);

    public Task<SourceOverview?> GetAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.TryGet(repository, out var entry) || entry.IsOver(time))
            {
                // The call outlives whoever began it, because others wait for it too; the client's own limits end it.
                entry = new Entry(Task.Run(() => read(repository, CancellationToken.None), CancellationToken.None), time.GetTimestamp());
                _entries.Keep(repository, entry);
            }

            return entry.Answer.WaitAsync(cancellationToken);
        }
    }

    public void Forget(SourceRepository repository)
    {
        lock (_lock)
        {
            _entries.Remove(repository);
        }
    }

    private sealed record Entry(Task<SourceOverview?> Answer, long Begun)
    {
        public bool IsOver(TimeProvider time) =>
            Answer.IsFaulted || Answer.IsCanceled || (Answer.IsCompleted && time.GetElapsedTime(Begun) > s_age);
    }
}
