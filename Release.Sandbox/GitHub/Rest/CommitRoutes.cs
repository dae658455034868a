using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>Commits with their pull requests, statuses and check runs.</summary>
internal sealed class CommitRoutes : IGitHubRoutes
{
    // Up to this length lists have a link to the last page; longer ones only to the next.
    private const int MostCounted = 10_000;

    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/commits", ListAsync),
        new("GET", "/repos/{owner}/{repo}/commits/{ref+}/pulls", ListPullsAsync),
        new("GET", "/repos/{owner}/{repo}/commits/{ref+}/status", ShowStatusAsync),
        new("GET", "/repos/{owner}/{repo}/commits/{ref+}/statuses", ListStatusesAsync),
        new("GET", "/repos/{owner}/{repo}/commits/{ref+}/check-runs", ListCheckRunsAsync),
        new("GET", "/repos/{owner}/{repo}/commits/{ref+}", ShowAsync),
    ];

    /// <exception cref="GitHubException">422, as GitHub responds for an unknown commit.</exception>
    public static async Task<GitCommit> FindAsync(GitHubRequest call, AppRepository repository, string reference) =>
        await repository.Git.ResolveAsync(reference, call.Cancelled)
        ?? throw GitHubException.Unprocessable($"No commit found for SHA: {reference}");

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var tip = await repository.Git.ResolveAsync(call.Query("sha") ?? SandboxGitHub.DefaultBranch, call.Cancelled) ?? throw GitHubException.NotFound();
        var paging = Paging.Of(call);
        var (since, until) = (Time(call, "since"), Time(call, "until"));
        var history = call.Query("path") is { Length: > 0 } path
            ? CommitWalk.Touching(repository.Objects, tip.Sha, path)
            : CommitWalk.From(repository.Objects, tip.Sha);
        var commits = history
            .Where(commit => (since is null || commit.Committer.Time >= since) && (until is null || commit.Committer.Time <= until))
            .Where(commit => call.Query("author") is not { } author || IsAuthoredBy(commit, author))
            .Take(Math.Max(MostCounted, (paging.Page * paging.Size) + 1))
            .ToList();
        return Paging.Answer(call, commits, commit => CommitJson.Listed(call, repository, commit));
    }

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commit = await FindAsync(call, repository, call.Value("ref"));
        if (call.Http.Request.Headers.Accept.ToString().Contains("application/vnd.github.sha", StringComparison.Ordinal)
            || call.Http.Request.Headers.Accept.ToString().Contains("application/vnd.github.v3.sha", StringComparison.Ordinal))
        {
            return GitHubResponse.Text(commit.Sha, "application/vnd.github.sha; charset=utf-8");
        }

        var files = FileSet.Of(repository, commit);
        return GitHubResponse.Json(CommitJson.Detailed(call, repository, commit, files, files.Write(call)));
    }

    private static async Task<GitHubResponse> ListPullsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commit = await FindAsync(call, repository, call.Value("ref"));
        var pulls = repository.PullRequestOf(commit.Sha) is { } pull ? [pull] : Array.Empty<PullRequest>();
        return Paging.Answer(call, pulls, found => PullJson.Listed(call, repository, found, RepositoryJson.Full(call, repository)));
    }

    /// <summary>Check runs are not statuses: without any status GitHub reports "pending" with an empty list.</summary>
    private static async Task<GitHubResponse> ShowStatusAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commit = await FindAsync(call, repository, call.Value("ref"));
        var url = $"{RepositoryJson.Url(call, repository)}/commits/{commit.Sha}";
        return GitHubResponse.Json(new JsonObject
        {
            ["state"] = "pending",
            ["statuses"] = new JsonArray(),
            ["sha"] = commit.Sha,
            ["total_count"] = 0,
            ["repository"] = RepositoryJson.Minimal(call, repository),
            ["commit_url"] = url,
            ["url"] = $"{url}/status",
        });
    }

    private static async Task<GitHubResponse> ListStatusesAsync(GitHubRequest call)
    {
        await FindAsync(call, await call.RepositoryAsync(), call.Value("ref"));
        return GitHubResponse.Json(new JsonArray());
    }

    private static async Task<GitHubResponse> ListCheckRunsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commit = await FindAsync(call, repository, call.Value("ref"));
        var runs = call.State.Checks.Of(repository.Name, commit)
            .Where(run => call.Query("check_name") is not { } name || run.Name == name)
            .Where(run => call.Query("status") is not { } status || run.Status == status)
            .ToList();
        return Paging.Counted(call, "check_runs", runs, run => CheckJson.Run(call, repository, commit, run));
    }

    private static bool IsAuthoredBy(GitCommit commit, string author) =>
        commit.Author.Email.Equals(author, StringComparison.OrdinalIgnoreCase)
        || Accounts.People.FindByEmail(commit.Author.Email)?.Login.Equals(author, StringComparison.OrdinalIgnoreCase) == true;

    private static DateTimeOffset? Time(GitHubRequest call, string name) =>
        DateTimeOffset.TryParse(call.Query(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
