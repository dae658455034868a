using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Release.Core.Changes;
using Release.Core.Deployments;
using Release.Core.Ports;
using Release.Integrations.Git;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>The calls that an update of the configuration repository is made of (contracts §4), each with what its refusals mean.</summary>
internal sealed class ConfigCalls(GitHubClient client, IOptions<ConfigRepositoryOptions> options)
{
    private const string Heads = "refs/heads/";
    private readonly ConfigRepositoryOptions _options = options.Value;
    private readonly SourceRepository _repository = SourceRepository.Parse(options.Value.Repository);

    private string What => $"the configuration repository ({_repository})";

    /// <summary>The main branch now.</summary>
    public async Task<string> TipAsync(CancellationToken cancellationToken) =>
        (await client.GetAsync(For(GitHubRoutes.Reference, $"heads/{_options.Branch}"), GitHubJson.Default.ReferenceObject, cancellationToken)).Object.Sha;

    /// <summary>A file at a commit; null when there is none.</summary>
    /// <returns>Its git name and content; no content where it is no plain file.</returns>
    public async Task<ConfigFile?> FileAsync(string path, string tip, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.ReadFile, path).With(("ref", tip));
        var answer = await client.SendAsync(request with { Expected = [HttpStatusCode.NotFound] }, cancellationToken);
        if (!answer.IsSuccess)
        {
            // GitHub's own words where it is the commit that it does not know, and not the file in it.
            return GitHubErrors.Words(answer).Contains("No commit found", StringComparison.OrdinalIgnoreCase) ? throw NotYet(tip) : null;
        }

        // A folder is a list; a link to a file has that file's path.
        if (answer.Body is [(byte)'[', ..])
        {
            return new ConfigFile("", null);
        }

        var file = client.Read(answer, request, GitHubJson.Default.ContentObject);
        return file is { Type: "file", Encoding: "base64", Content: not null } && file.Path == path
            ? new ConfigFile(file.Sha, Bytes(file.Content, request))
            : new ConfigFile(file.Sha, null);
    }

    /// <summary>The last commit up to a tip that changed a file: the branch's commit, not the merge of it.</summary>
    public async Task<string> LastCommitAsync(string path, string tip, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.Commits).With(("sha", tip), ("path", path), ("per_page", "1"));
        var commits = await client.GetAsync(request, GitHubJson.Default.IReadOnlyListCommitIdentity, cancellationToken);
        return commits is [var last, ..] ? last.Sha.Value : tip;
    }

    /// <summary>Makes a branch. One of that name that stands there is stale, and goes first.</summary>
    public async Task CreateBranchAsync(string branch, string tip, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.CreateReference) with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new NewReference(Heads + branch, tip), GitHubJson.Default.NewReference),
        };
        // It nearly never stands there, so it is asked for only when GitHub says so.
        var answer = await client.SendAsync(request with { Expected = [HttpStatusCode.UnprocessableEntity] }, cancellationToken);
        if (!answer.IsSuccess)
        {
            await DeleteBranchAsync(branch, cancellationToken);
            await client.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>422 and 404: there is none.</summary>
    public Task DeleteBranchAsync(string branch, CancellationToken cancellationToken) => client.SendAsync(
        For(GitHubRoutes.DeleteReference, $"heads/{branch}") with { Expected = [HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound] }, cancellationToken);

    /// <returns>The commit.</returns>
    /// <exception cref="LostRaceException">The file or the branch is another by now.</exception>
    public async Task<string> CommitAsync(string path, byte[] content, string before, string branch, string message, CancellationToken cancellationToken)
    {
        var author = new FileChange.Person(_options.AuthorName, _options.AuthorEmail);
        var change = new FileChange(message, Convert.ToBase64String(content), before, branch, author, author);
        var request = For(GitHubRoutes.WriteFile, path) with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(change, GitHubJson.Default.FileChange),
            Expected = [HttpStatusCode.Conflict, HttpStatusCode.NotFound],
        };
        var answer = await client.SendAsync(request, cancellationToken);
        return answer.IsSuccess ? client.Read(answer, request, GitHubJson.Default.FileChanged).Commit.Sha.Value : throw new LostRaceException();
    }

    /// <returns>The merge; null where the main branch had it already.</returns>
    /// <exception cref="LostRaceException">The main branch has moved in a way that does not fit.</exception>
    public async Task<string?> MergeAsync(string branch, CancellationToken cancellationToken)
    {
        var wish = new MergeWish(_options.Branch, branch, $"Merge {branch} into {_options.Branch}");
        var request = For(GitHubRoutes.Merge) with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(wish, GitHubJson.Default.MergeWish),
            Expected = [HttpStatusCode.Conflict, HttpStatusCode.NotFound],
        };
        var answer = await client.SendAsync(request, cancellationToken);
        if (answer.IsSuccess)
        {
            return answer.Status is HttpStatusCode.NoContent ? null : client.Read(answer, request, GitHubJson.Default.CommitIdentity).Sha.Value;
        }

        var why = GitHubErrors.Words(answer);
        // Also 409: rules of a protected branch, which no repetition changes.
        throw why.Contains("rule violation", StringComparison.OrdinalIgnoreCase) || why.Contains("required status", StringComparison.OrdinalIgnoreCase)
            ? new OutsideException($"GitHub does not let Release merge into {_options.Branch} of {What}: {why} Let its token or app bypass the branch's rules.", FailureKind.Permission)
            : new LostRaceException();
    }

    /// <summary>Whether one commit is in the history of another; null when either is unknown there.</summary>
    public async Task<bool?> IsAncestorAsync(string ancestor, string descendant, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.Compare, $"{ancestor}...{descendant}").With(("per_page", "1"));
        var comparison = await client.FindAsync(request, GitHubJson.Default.ComparePage, cancellationToken);
        return comparison is null ? null : comparison.Status is "ahead" or "identical";
    }

    /// <summary>What is in a tree that is known to exist: a commit's, or one that another tree names.</summary>
    /// <exception cref="OutsideException">Also where GitHub does not know it yet.</exception>
    public async Task<TreeObject> TreeAsync(string tree, bool all, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.Tree, tree);
        return await client.FindAsync(all ? request.With(("recursive", "1")) : request, GitHubJson.Default.TreeObject, cancellationToken)
            ?? throw NotYet(tree);
    }

    public async Task<byte[]> BlobAsync(string blob, CancellationToken cancellationToken)
    {
        var request = For(GitHubRoutes.Blob, blob);
        var found = await client.GetAsync(request, GitHubJson.Default.BlobObject, cancellationToken);
        return found.Encoding == "base64" ? Bytes(found.Content, request) : System.Text.Encoding.UTF8.GetBytes(found.Content);
    }

    /// <summary>The texts of many files in one question; those that are no texts are left out.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> TextsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = _repository.Owner, ["name"] = _repository.Name };
        var data = await client.QueryAsync($"files of {What}", Sources.GraphQueries.Blobs(blobs), variables, GraphJson.Default.GraphAnswerBlobsData, cancellationToken);
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var blob in blobs)
        {
            if (data?.Repository?.GetValueOrDefault(Sources.GraphQueries.Alias(blob)) is { Text: { } text, IsTruncated: false })
            {
                texts[blob] = System.Text.Encoding.UTF8.GetBytes(text);
            }
        }

        return texts;
    }

    /// <summary>Not all of GitHub's servers hear of a push at once: it is worth coming back.</summary>
    private OutsideException NotYet(string id) =>
        new($"GitHub does not show the files of {id[..Math.Min(id.Length, 10)]} in {What} yet.", FailureKind.Network);

    private GitHubRequest For(GitHubRoute route, params string[] rest) =>
        GitHubRequest.For(route, What, [_repository.Owner, _repository.Name, .. rest]);

    private static byte[] Bytes(string base64, GitHubRequest request)
    {
        try
        {
            return Convert.FromBase64String(base64);
        }
        catch (FormatException exception)
        {
            throw GitHubErrors.Unreadable(exception, request);
        }
    }

    /// <param name="Id">The file's name to git.</param>
    /// <param name="Content">Null where it is no plain file.</param>
    internal sealed record ConfigFile(string Id, byte[]? Content);
}
