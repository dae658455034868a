using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>The files that differ between two trees, with line counts and patches.</summary>
internal sealed class FileSet
{
    /// <summary>GitHub lists no more than this many of a comparison.</summary>
    public const int Most = 300;

    private readonly AppRepository _repository;
    private readonly string _sha;
    private readonly List<(FileChange Change, LineDiff? Diff)> _files;

    /// <param name="before">A tree; null for none.</param>
    /// <param name="after">A tree.</param>
    /// <param name="sha">The commit that the files' addresses name.</param>
    public FileSet(AppRepository repository, string? before, string after, string sha)
    {
        _repository = repository;
        _sha = sha;
        _files = [.. TreeDiff.Between(repository.Objects, before, after).Select(change => (change, LineDiff.Between(Content(change.Before), Content(change.After))))];
    }

    public int Count => _files.Count;

    public int Additions => _files.Sum(file => file.Diff?.Additions ?? 0);

    public int Deletions => _files.Sum(file => file.Diff?.Deletions ?? 0);

    /// <summary>The changes of a commit, compared with its first parent.</summary>
    public static FileSet Of(AppRepository repository, Git.Objects.GitCommit commit) => new(
        repository, commit.Parents.Count == 0 ? null : repository.Objects.Commit(commit.Parents[0]).Tree, commit.Tree, commit.Sha);

    public IEnumerable<(FileChange Change, LineDiff? Diff)> All => _files;

    public IEnumerable<JsonNode> Write(IGitHubView view) => _files.Take(Most).Select(file => (JsonNode)Write(view, file.Change, file.Diff));

    private JsonObject Write(IGitHubView view, FileChange change, LineDiff? diff)
    {
        var path = GitHubTarget.Escape(change.Path);
        var page = RepositoryJson.Page(view, _repository);
        var body = new JsonObject
        {
            ["sha"] = change.After ?? change.Before,
            ["filename"] = change.Path,
            ["status"] = change.Before is null ? "added" : change.After is null ? "removed" : "modified",
            ["additions"] = diff?.Additions ?? 0,
            ["deletions"] = diff?.Deletions ?? 0,
            ["changes"] = (diff?.Additions ?? 0) + (diff?.Deletions ?? 0),
            ["blob_url"] = $"{page}/blob/{_sha}/{path}",
            ["raw_url"] = $"{page}/raw/{_sha}/{path}",
            ["contents_url"] = $"{RepositoryJson.Url(view, _repository)}/contents/{path}?ref={_sha}",
        };
        if (diff?.Patch() is { Length: > 0 } patch)
        {
            body["patch"] = patch;
        }

        return body;
    }

    private byte[] Content(string? blob) => blob is null ? [] : _repository.Objects.Find(blob)?.Content ?? [];
}
