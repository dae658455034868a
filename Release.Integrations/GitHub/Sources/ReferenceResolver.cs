using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// Resolves a reference in git's order: a full commit id, a tag, a branch, a short commit id. GitHub's <c>commits/{ref}</c>
/// accepts <c>tags/NAME</c> and <c>heads/NAME</c> and follows an annotated tag to its commit, so each attempt is one
/// request.
/// </summary>
internal sealed class ReferenceResolver(GitHubApi api)
{
    private const int ShortestSha = 4;

    /// <summary>422: no commit of that name; 409: the repository is empty.</summary>
    private static readonly HttpStatusCode[] MissingStatuses = [HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict];

    public async Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken)
    {
        var name = reference.Value;
        var isFull = CommitSha.TryParse(name.ToLowerInvariant(), out var full);
        if (isFull && await FindAsync(repository, full!.Value, cancellationToken) is { } known && known.Sha == full)
        {
            return Answer(ReferenceKind.Commit, GitReferenceName.Parse(full.Value), known);
        }

        if (await FindAsync(repository, $"tags/{name}", cancellationToken) is { } tagged)
        {
            return Answer(ReferenceKind.Tag, reference, tagged);
        }

        if (await FindAsync(repository, $"heads/{name}", cancellationToken) is { } branch)
        {
            return Answer(ReferenceKind.Branch, reference, branch);
        }

        if (!isFull && IsShortSha(name) && await FindAsync(repository, name.ToLowerInvariant(), cancellationToken) is { } commit
            && commit.Sha.Value.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return Answer(ReferenceKind.Commit, GitReferenceName.Parse(commit.Sha.Value), commit);
        }

        return null;
    }

    private static bool IsShortSha(string name) => name.Length is >= ShortestSha and < CommitSha.Length && name.All(char.IsAsciiHexDigit);

    /// <summary>Requests only one of the commit's files, because a page of files can be large and is not used.</summary>
    private Task<CommitObject?> FindAsync(SourceRepository repository, string name, CancellationToken cancellationToken) => api.FindAsync(
        GitHubRoutes.Commit, $"'{name}' in {repository}", client => client.GetAsync<CommitObject>([repository.Owner, repository.Name, name], ("per_page", "1")), cancellationToken, MissingStatuses);

    private static ResolvedReference Answer(ReferenceKind kind, GitReferenceName reference, CommitObject commit) =>
        new(reference, kind, commit.Sha, commit.At);
}

/// <summary>
/// Finds the tags on a commit. The newest tags are in the overview; all tags are requested only if the commit is older than those.
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
