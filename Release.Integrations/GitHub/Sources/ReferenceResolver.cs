using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// What a name means, in git's own order: a commit's full name, a tag, a branch, a commit's short name. GitHub's
/// <c>commits/{ref}</c> takes <c>tags/NAME</c> and <c>heads/NAME</c> and leads an annotated tag to its commit, so that each
/// guess is one request.
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

    /// <summary>With one file of the commit: a page of files can be large, and is not wanted.</summary>
    private Task<CommitObject?> FindAsync(SourceRepository repository, string name, CancellationToken cancellationToken) => api.FindAsync(
        GitHubRoutes.Commit, $"'{name}' in {repository}", client => client.GetAsync<CommitObject>([repository.Owner, repository.Name, name], ("per_page", "1")), cancellationToken, MissingStatuses);

    private static ResolvedReference Answer(ReferenceKind kind, GitReferenceName reference, CommitObject commit) =>
        new(reference, kind, commit.Sha, commit.At);
}

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
