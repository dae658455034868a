using System.Net;
using Release.Core.Changes;
using Release.Core.Ports;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>
/// What a name means, in git's own order: a commit's full name, a tag, a branch, a commit's short name. GitHub's
/// <c>commits/{ref}</c> takes <c>tags/NAME</c> and <c>heads/NAME</c> and leads an annotated tag to its commit, so that each
/// guess is one request.
/// </summary>
internal sealed class ReferenceResolver(GitHubClient client, OverviewCache overviews)
{
    private const int ShortestSha = 4;
    private const int MostTagPages = 20;

    /// <summary>422: no commit of that name; 409: the repository is empty.</summary>
    private static readonly HttpStatusCode[] s_none = [HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity, HttpStatusCode.Conflict];

    public async Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken)
    {
        var name = reference.Value;
        var isFull = CommitSha.TryParse(name.ToLowerInvariant(), out var full);
        if (isFull && await FindAsync(repository, full!.Value, cancellationToken) is { } known && known.Sha == full)
        {
            return await AnswerAsync(repository, ReferenceKind.Commit, GitReferenceName.Parse(full.Value), known, [], cancellationToken);
        }

        if (await FindAsync(repository, $"tags/{name}", cancellationToken) is { } tagged)
        {
            return await AnswerAsync(repository, ReferenceKind.Tag, reference, tagged, [name], cancellationToken);
        }

        if (await FindAsync(repository, $"heads/{name}", cancellationToken) is { } branch)
        {
            return await AnswerAsync(repository, ReferenceKind.Branch, reference, branch, [], cancellationToken);
        }

        if (!isFull && IsShortSha(name) && await FindAsync(repository, name.ToLowerInvariant(), cancellationToken) is { } commit
            && commit.Sha.Value.StartsWith(name, StringComparison.OrdinalIgnoreCase))
        {
            return await AnswerAsync(repository, ReferenceKind.Commit, GitReferenceName.Parse(commit.Sha.Value), commit, [], cancellationToken);
        }

        return null;
    }

    private static bool IsShortSha(string name) => name.Length is >= ShortestSha and < CommitSha.Length && name.All(char.IsAsciiHexDigit);

    private Task<CommitObject?> FindAsync(SourceRepository repository, string name, CancellationToken cancellationToken)
    {
        // One file of the commit is enough: a page of files can be large, and is not wanted.
        var request = GitHubRequest.For(GitHubRoutes.Commit, $"'{name}' in {repository}", repository.Owner, repository.Name, name).With(("per_page", "1"));
        return client.FindAsync(request, GitHubJson.Default.CommitObject, cancellationToken, s_none);
    }

    private async Task<ResolvedReference> AnswerAsync(
        SourceRepository repository, ReferenceKind kind, GitReferenceName reference, CommitObject commit, string[] tags, CancellationToken cancellationToken) =>
        new(reference, kind, commit.Sha, CommitMapping.At(commit), [.. tags.Union(await TagsAsync(repository, commit, cancellationToken), StringComparer.Ordinal)]);

    /// <summary>
    /// Tags on a commit. The newest ones, which are nearly always meant, are known with the overview; those before it are
    /// asked for only when the commit is older than these.
    /// </summary>
    private async Task<IReadOnlyList<string>> TagsAsync(SourceRepository repository, CommitObject commit, CancellationToken cancellationToken)
    {
        var newest = await overviews.GetAsync(repository, cancellationToken);
        var found = newest?.Tags.Where(tag => tag.Sha == commit.Sha).Select(tag => tag.Name).ToList() ?? [];
        var isOlder = newest is null || (newest.Tags.Count >= GraphQueries.MostTags && newest.Tags[^1].CommittedAt >= CommitMapping.At(commit));
        if (found.Count > 0 || !isOlder)
        {
            return found;
        }

        var request = GitHubRequest.For(GitHubRoutes.Tags, $"the tags of {repository}", repository.Owner, repository.Name).With(("per_page", "100"));
        await foreach (var page in client.PagesAsync(request, GitHubJson.Default.IReadOnlyListTagObject, MostTagPages, cancellationToken))
        {
            found.AddRange(page.Where(tag => tag.Commit.Sha == commit.Sha).Select(tag => tag.Name));
        }

        return found;
    }
}
