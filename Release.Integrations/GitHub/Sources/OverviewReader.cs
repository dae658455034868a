using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Requests a repository's overview.</summary>
internal sealed class OverviewReader(GitHubApi api, TimeProvider clock)
{
    public async Task<SourceOverview?> ReadAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = repository.Owner, ["name"] = repository.Name };
        var data = await api.QueryAsync<OverviewData>($"the commits and tags of {repository}", GraphQlQueries.Overview, variables, cancellationToken);
        return data?.Repository is { } source ? Map(repository, source) : null;
    }

    private SourceOverview Map(SourceRepository repository, OverviewData.Source source) => new(
        repository,
        source.DefaultBranchRef?.Name ?? "",
        [.. (source.DefaultBranchRef?.Target?.History?.All ?? []).Select(Map)],
        [.. (source.Refs?.All ?? []).Select(Map).OfType<SourceTag>()],
        source.PullRequests?.TotalCount ?? 0,
        clock.GetUtcNow());

    private static SourceCommit Map(GraphCommit commit)
    {
        var pull = commit.AssociatedPullRequests?.All is [{ } first, ..] ? new PullRequestReference(first.Number, first.Title) : null;
        return new SourceCommit(
            commit.Oid,
            CommitMessage.Title(commit.Message),
            commit.Author?.User?.Login,
            commit.Author?.Name ?? "",
            commit.CommittedDate,
            pull ?? CommitMessage.PullRequest(commit.Message),
            Map(commit.StatusCheckRollup?.State));
    }

    private static SourceTag? Map(OverviewData.Tag tag) =>
        tag.Target?.Commit is { } commit ? new SourceTag(tag.Name, commit.Sha, commit.At) : null;

    private static CheckState Map(string? rollup) => rollup switch
    {
        null => CheckState.None,
        "SUCCESS" => CheckState.Passed,
        "PENDING" or "EXPECTED" => CheckState.Pending,
        "FAILURE" or "ERROR" => CheckState.Failed,
        _ => CheckState.Unknown,
    };
}

/// <summary>
/// Caches an overview for some seconds, and lets parallel callers share one call. Failures are not cached. The result of a
/// call that was under way during a push goes to those who wait for it and is not cached.
/// </summary>
internal sealed class OverviewCache(Func<SourceRepository, CancellationToken, Task<SourceOverview?>> read, TimeProvider clock)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(30);
    private const int MostRepositories = 2_000;

    private readonly Lock _lock = new();
    private readonly LruCache<SourceRepository, Entry> _entries = new(MostRepositories);

    public Task<SourceOverview?> GetAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_entries.TryGet(repository, out var entry) || entry.IsOver(clock))
            {
                // The call must not end with its first caller, because others may wait for it; the client's time limits end it.
                entry = new Entry(Task.Run(() => read(repository, CancellationToken.None), CancellationToken.None), clock.GetTimestamp());
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
        public bool IsOver(TimeProvider clock) =>
            Answer.IsFaulted || Answer.IsCanceled || (Answer.IsCompleted && clock.GetElapsedTime(Begun) > MaxAge);
    }
}
