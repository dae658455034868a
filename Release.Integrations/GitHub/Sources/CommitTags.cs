using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// The tags on a commit. The newest ones, which are nearly always meant, are known with the overview; those before it are
/// asked for only when the commit is older than these.
/// </summary>
internal sealed class CommitTags(GitHubApi api, OverviewCache overviews)
{
    private const int MostPages = 20;

    public async Task<IReadOnlyList<string>> FindAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken)
    {
        var newest = await overviews.GetAsync(repository, cancellationToken);
        var found = newest?.Tags.Where(tag => tag.Sha == commit).Select(tag => tag.Name).ToList() ?? [];
        var isOlder = newest is null || (newest.Tags.Count >= GraphQlQueries.MostTags && newest.Tags[^1].CommittedAt >= committedAt);
        if (found.Count > 0 || !isOlder)
        {
            return found;
        }

        var all = await api.FindAsync(
            GitHubRoutes.Tags, $"the tags of {repository}",
            client => new Octokit.RepositoriesClient(client).GetAllTags(repository.Owner, repository.Name, new Octokit.ApiOptions { PageSize = 100, PageCount = MostPages })!,
            cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
        return [.. (all ?? []).Where(tag => tag.Commit.Sha == commit.Value).Select(tag => tag.Name)];
    }
}
