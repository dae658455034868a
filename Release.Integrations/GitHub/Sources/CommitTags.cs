using Release.Core.Changes;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// The tags on a commit. The newest ones, which are nearly always meant, are known with the overview; those before it are
/// asked for only when the commit is older than these.
/// </summary>
internal sealed class CommitTags(GitHubClient client, OverviewCache overviews)
{
    private const int MostPages = 20;

    public async Task<IReadOnlyList<string>> FindAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        var newest = await overviews.GetAsync(repository, cancellationToken);
        var found = newest?.Tags.Where(tag => tag.Sha == commit).Select(tag => tag.Name).ToList() ?? [];
        var isOlder = newest is null || (newest.Tags.Count >= GraphQueries.MostTags && newest.Tags[^1].CommittedAt >= committedAt);
        if (found.Count > 0 || !isOlder)
        {
            return found;
        }

        var request = GitHubRequest.For(GitHubRoutes.Tags, $"the tags of {repository}", repository.Owner, repository.Name).With(("per_page", "100"));
        await foreach (var page in client.PagesAsync(request, GitHubJson.Default.IReadOnlyListTagObject, MostPages, cancellationToken))
        {
            found.AddRange(page.Where(tag => tag.Commit.Sha == commit).Select(tag => tag.Name));
        }

        return found;
    }
}
