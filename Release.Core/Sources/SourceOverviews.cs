using System.Collections.Concurrent;
using Release.Core.Failures;

namespace Release.Core.Sources;

/// <summary>Overviews of repositories. The last one of each is cached and shown, with a notice, while GitHub is unavailable.</summary>
public sealed class SourceOverviews(ISourceHost source)
{
    private readonly ConcurrentDictionary<SourceRepository, SourceOverview> _last = new();

    public async Task<CachedOverview> FindAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var overview = await source.OverviewAsync(repository, cancellationToken);
            if (overview is null)
            {
                _last.TryRemove(repository, out _);
                return new CachedOverview(null, $"GitHub has no repository {repository}, or Release may not see it.");
            }

            _last[repository] = overview;
            return new CachedOverview(overview, null);
        }
        catch (OutsideException exception)
        {
            return new CachedOverview(_last.GetValueOrDefault(repository), exception.Message);
        }
    }
}

/// <summary>A repository's overview, possibly from the cache.</summary>
/// <param name="Overview">Null when GitHub has not answered since this process began, or knows no such repository.</param>
/// <param name="Trouble">Why it is not current, in a sentence; null when it is.</param>
public sealed record CachedOverview(SourceOverview? Overview, string? Trouble)
{
    /// <summary>When it was last current; null when it is now.</summary>
    public DateTimeOffset? StaleSince => Trouble is null ? null : Overview?.SeenAt;
}

/// <summary>What the application page shows of a repository, from one call (contracts §9).</summary>
/// <param name="Commits">The newest of the default branch, newest first, at most 40.</param>
/// <param name="Tags">The newest by commit date, newest first, at most 20.</param>
/// <param name="DependencyPullRequests">Open pull requests labelled <c>dependencies</c>.</param>
/// <param name="SeenAt">When GitHub answered.</param>
public sealed record SourceOverview(
    SourceRepository Repository,
    string DefaultBranch,
    IReadOnlyList<SourceCommit> Commits,
    IReadOnlyList<SourceTag> Tags,
    int DependencyPullRequests,
    DateTimeOffset SeenAt);

/// <summary>A tag and its commit.</summary>
public sealed record SourceTag(string Name, CommitSha Sha, DateTimeOffset CommittedAt);
