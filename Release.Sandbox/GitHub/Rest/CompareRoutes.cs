using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>
/// Compares two commits. Without paging it returns the newest 250 commits, oldest first; with paging all of them, and files on the first page only
/// (docs.github.com, "Compare two commits").
/// </summary>
internal sealed class CompareRoutes : IGitHubRoutes
{
    private const int Unpaged = 250;

    public IEnumerable<GitHubRoute> Routes => [new("GET", "/repos/{owner}/{repo}/compare/{basehead+}", CompareAsync)];

    private static async Task<GitHubResponse> CompareAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var (baseName, headName) = Split(call.Value("basehead"));
        var start = await FindAsync(call, repository, baseName);
        var head = await FindAsync(call, repository, headName);
        var compared = CommitWalk.Compare(repository.Objects, start.Sha, head.Sha);
        var shared = compared.MergeBase is { } sha
            ? repository.Objects.Commit(sha)
            : throw new GitHubException(StatusCodes.Status404NotFound, $"No common ancestor between {baseName} and {headName}.");
        var isPaged = call.Query("page") is not null || call.Query("per_page") is not null;
        var paging = isPaged ? Paging.Of(call) : new Paging(1, Unpaged);
        var commits = compared.Ahead.Reverse().ToList();
        var shown = isPaged ? paging.Take(commits) : commits.TakeLast(Unpaged);
        var files = paging.Page == 1 ? new FileSet(repository, shared.Tree, head.Tree, head.Sha).Write(call) : [];
        var body = Describe(call, repository, call.Value("basehead"));
        body["base_commit"] = CommitJson.Listed(call, repository, start);
        body["merge_base_commit"] = CommitJson.Listed(call, repository, shared);
        body["status"] = (compared.Ahead.Count, compared.Behind.Count) switch { (0, 0) => "identical", (_, 0) => "ahead", (0, _) => "behind", _ => "diverged" };
        body["ahead_by"] = compared.Ahead.Count;
        body["behind_by"] = compared.Behind.Count;
        body["total_commits"] = compared.Ahead.Count;
        body["commits"] = new JsonArray([.. shown.Select(commit => CommitJson.Listed(call, repository, commit))]);
        body["files"] = new JsonArray([.. files]);
        var answer = GitHubResponse.Json(body);
        return isPaged ? paging.Link(call, answer, commits.Count) : answer;
    }

    private static JsonObject Describe(GitHubRequest call, AppRepository repository, string basehead)
    {
        var page = $"{RepositoryJson.Page(call, repository)}/compare/{basehead}";
        return new JsonObject
        {
            ["url"] = $"{RepositoryJson.Url(call, repository)}/compare/{basehead}",
            ["html_url"] = page,
            ["permalink_url"] = page,
            ["diff_url"] = $"{page}.diff",
            ["patch_url"] = $"{page}.patch",
        };
    }

    private static (string Base, string Head) Split(string basehead)
    {
        var dots = basehead.IndexOf("...", StringComparison.Ordinal);
        return dots > 0 && dots + 3 < basehead.Length ? (basehead[..dots], basehead[(dots + 3)..]) : throw GitHubException.NotFound();
    }

    /// <param name="name">May have a fork's owner as prefix; there are no forks, only the organisation's repository.</param>
    private static async Task<GitCommit> FindAsync(GitHubRequest call, AppRepository repository, string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var reference = colon >= 0 && name[..colon].Equals(SandboxGitHub.Organisation, StringComparison.OrdinalIgnoreCase) ? name[(colon + 1)..] : name;
        return await repository.Git.ResolveAsync(reference, call.Cancelled) ?? throw GitHubException.NotFound();
    }
}
