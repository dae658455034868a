using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.ConfigRepository;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;
using Release.Integrations.GitHub.Sources;

namespace Release.Integrations.GitHub.Configuration;

/// <summary>
/// The GitHub calls for reading and updating the configuration repository (contracts §4), with the meaning of their error
/// statuses.
/// </summary>
internal sealed class ConfigCalls(GitHubApi api, IOptions<ConfigRepositoryOptions> options)
{
    private const string Heads = "refs/heads/";
    private readonly ConfigRepositoryOptions _options = options.Value;
    private readonly SourceRepository _repository = SourceRepository.Parse(options.Value.Repository);

    private string Owner => _repository.Owner;

    private string Name => _repository.Name;

    private string What => $"the configuration repository ({_repository})";

    /// <summary>The main branch's current commit.</summary>
    public Task<string> TipAsync(CancellationToken cancellationToken) => api.SendAsync(
        GitHubRoutes.Reference, What, async client => (await client.GetAsync<Octokit.Reference>([Owner, Name, $"heads/{_options.Branch}"]))!.Object.Sha, cancellationToken);

    /// <summary>A file at a commit; null if it does not exist.</summary>
    /// <returns>Its blob id and content; no content if it is not a regular file.</returns>
    public async Task<ConfigFile?> FileAsync(string path, string tip, CancellationToken cancellationToken)
    {
        try
        {
            return await api.SendAsync(GitHubRoutes.ReadFile, What, ReadAsync, cancellationToken, HttpStatusCode.NotFound);
        }
        catch (GitHubRefusedException refused)
        {
            // GitHub's message if it does not know the commit. Otherwise the file is missing.
            return refused.Words.Contains("No commit found", StringComparison.OrdinalIgnoreCase) ? throw NotYet(tip) : null;
        }

        async Task<ConfigFile> ReadAsync(Octokit.IApiConnection client)
        {
            // For a folder GitHub returns its entries; for a link the file that it points to, with that file's path.
            var found = await new Octokit.RepositoryContentsClient(client).GetAllContentsByRef(Owner, Name, GitHubRoute.Segment(path), tip);
            return found is [{ Encoding: "base64", EncodedContent: not null } file] && file.Type.StringValue == "file" && file.Path == path
                ? new ConfigFile(file.Sha, Convert.FromBase64String(file.EncodedContent))
                : new ConfigFile("", null);
        }
    }

    /// <summary>The last commit up to a tip that changed a file: the branch's commit, not the merge of it.</summary>
    public async Task<string> LastCommitAsync(string path, string tip, CancellationToken cancellationToken)
    {
        var wanted = new Octokit.CommitRequest { Sha = tip, Path = path };
        var commits = await api.GetAsync(
            GitHubRoutes.Commits, What, client => new Octokit.RepositoryCommitsClient(client).GetAll(Owner, Name, wanted, new Octokit.ApiOptions { PageSize = 1, PageCount = 1 })!, cancellationToken);
        return commits is [var last, ..] ? last.Sha : tip;
    }

    /// <summary>Creates a branch. An existing one of that name is stale and is deleted first.</summary>
    public async Task CreateBranchAsync(string branch, string tip, CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(HttpStatusCode.UnprocessableEntity);
        }
        catch (GitHubRefusedException)
        {
            // The branch hardly ever exists, so it is deleted only if creating it fails.
            await DeleteBranchAsync(branch, cancellationToken);
            await CreateAsync();
        }

        Task CreateAsync(params HttpStatusCode[] expected) => api.SendAsync(
            GitHubRoutes.CreateReference, What, client => new Octokit.ReferencesClient(client).Create(Owner, Name, new Octokit.NewReference(Heads + branch, tip)), cancellationToken, expected);
    }

    public async Task DeleteBranchAsync(string branch, CancellationToken cancellationToken)
    {
        try
        {
            await api.SendAsync(GitHubRoutes.DeleteReference, What, DeleteAsync, cancellationToken, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound);
        }
        catch (GitHubRefusedException)
        {
            // The branch does not exist.
        }

        async Task<object?> DeleteAsync(Octokit.IApiConnection client)
        {
            await new Octokit.ReferencesClient(client).Delete(Owner, Name, GitHubRoute.Segment($"heads/{branch}"));
            return null;
        }
    }

    /// <returns>The commit.</returns>
    /// <exception cref="PushRaceLostException">The file or the branch has changed.</exception>
    public async Task<string> CommitAsync(string path, byte[] content, string before, string branch, string message, CancellationToken cancellationToken)
    {
        // Octokit's type would also send a time.
        var author = new Dictionary<string, object> { ["name"] = _options.AuthorName, ["email"] = _options.AuthorEmail };
        var change = new Dictionary<string, object>
        {
            ["message"] = message,
            ["content"] = Convert.ToBase64String(content),
            ["sha"] = before,
            ["branch"] = branch,
            ["author"] = author,
            ["committer"] = author,
        };
        var changed = await api.FindAsync(
            GitHubRoutes.WriteFile, What, client => client.PutAsync<Octokit.RepositoryContentChangeSet>([Owner, Name, path], change),
            cancellationToken, HttpStatusCode.Conflict, HttpStatusCode.NotFound);
        return (changed ?? throw new PushRaceLostException()).Commit.Sha;
    }

    /// <returns>The merge commit; null if the main branch already contains the branch.</returns>
    /// <exception cref="PushRaceLostException">The main branch has a conflicting change.</exception>
    public async Task<string?> MergeAsync(string branch, CancellationToken cancellationToken)
    {
        var merge = new Octokit.NewMerge(_options.Branch, branch) { CommitMessage = $"Merge {branch} into {_options.Branch}" };
        try
        {
            return await api.SendAsync(
                GitHubRoutes.Merge, What, async client => (await new Octokit.MergingClient(client).Create(Owner, Name, merge))?.Sha, cancellationToken,
                HttpStatusCode.Conflict, HttpStatusCode.NotFound);
        }
        catch (GitHubRefusedException refused)
        {
            var why = refused.Words;
            // A protected branch's rules give 409 too, but a retry does not help.
            throw why.Contains("rule violation", StringComparison.OrdinalIgnoreCase) || why.Contains("required status", StringComparison.OrdinalIgnoreCase)
                ? new OutsideException($"GitHub does not let Release merge into {_options.Branch} of {What}: {why} Let its token or app bypass the branch's rules.", FailureKind.Permission)
                : new PushRaceLostException();
        }
    }

    /// <summary>Whether one commit is in the history of another; null if GitHub does not know one of them.</summary>
    public async Task<bool?> IsAncestorAsync(string ancestor, string descendant, CancellationToken cancellationToken)
    {
        string[] values = [Owner, Name, $"{ancestor}...{descendant}"];
        var comparison = await api.FindAsync(GitHubRoutes.Compare, What, client => client.GetAsync<ComparePage>(values, ("per_page", "1")), cancellationToken);
        return comparison is null ? null : comparison.Status is "ahead" or "identical";
    }

    /// <summary>The entries of a tree that is known to exist: a commit's, or one named in another tree.</summary>
    /// <exception cref="OutsideException">Also if GitHub does not know it yet.</exception>
    public async Task<Octokit.TreeResponse> TreeAsync(string tree, bool all, CancellationToken cancellationToken) =>
        await api.FindAsync(
            GitHubRoutes.Tree, What,
            client => (new Octokit.TreesClient(client) is var trees && all ? trees.GetRecursive(Owner, Name, tree) : trees.Get(Owner, Name, tree))!, cancellationToken)
        ?? throw NotYet(tree);

    public async Task<byte[]> BlobAsync(string blob, CancellationToken cancellationToken) => await api.SendAsync(
        GitHubRoutes.Blob, What,
        async client =>
        {
            var found = await new Octokit.BlobsClient(client).Get(Owner, Name, blob);
            return found.Encoding.StringValue == "base64" ? Convert.FromBase64String(found.Content) : Encoding.UTF8.GetBytes(found.Content);
        },
        cancellationToken);

    /// <summary>The texts of many files by one query, without binary files.</summary>
    public async Task<IReadOnlyDictionary<string, byte[]>> TextsAsync(IReadOnlyList<string> blobs, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = Owner, ["name"] = Name };
        var data = await api.QueryAsync<BlobsData>($"files of {What}", GraphQlQueries.Blobs(blobs), variables, cancellationToken);
        var texts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var blob in blobs)
        {
            if (data?.Repository?.GetValueOrDefault(GraphQlQueries.Alias(blob)) is { Text: { } text, IsTruncated: false })
            {
                texts[blob] = Encoding.UTF8.GetBytes(text);
            }
        }

        return texts;
    }

    /// <summary>Not all of GitHub's servers know a push at once, so a retry helps.</summary>
    private OutsideException NotYet(string id) =>
        new($"GitHub does not show the files of {id[..Math.Min(id.Length, 10)]} in {What} yet.", FailureKind.Network);

    /// <param name="Id">The file's blob id.</param>
    /// <param name="Content">Null if it is not a regular file.</param>
    internal sealed record ConfigFile(string Id, byte[]? Content);
}
