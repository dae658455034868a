using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>Pull requests, also as issues.</summary>
internal sealed class PullRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/pulls", ListAsync),
        new("GET", "/repos/{owner}/{repo}/pulls/{number}", ShowAsync),
        new("GET", "/repos/{owner}/{repo}/pulls/{number}/commits", ListCommitsAsync),
        new("GET", "/repos/{owner}/{repo}/pulls/{number}/files", ListFilesAsync),
        new("GET", "/repos/{owner}/{repo}/pulls/{number}/merge", CheckMergedAsync),
        new("PUT", "/repos/{owner}/{repo}/pulls/{number}/merge", MergeAsync),
        new("GET", "/repos/{owner}/{repo}/issues", ListIssuesAsync),
        new("GET", "/repos/{owner}/{repo}/issues/{number}", ShowIssueAsync),
    ];

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var pulls = Select(call, repository)
            .Where(pull => call.Query("head") is not { } head || head == $"{SandboxGitHub.Organisation}:{pull.HeadBranch}")
            .Where(pull => call.Query("base") is not { } into || pull.BaseBranch == into);
        var described = RepositoryJson.Full(call, repository);
        return Paging.Answer(call, Sort(call, pulls), pull => PullJson.Listed(call, repository, pull, described));
    }

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return GitHubResponse.Json(PullJson.Full(call, repository, Find(call, repository)));
    }

    private static async Task<GitHubResponse> ListCommitsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commits = repository.CommitsOf(Find(call, repository)).Reverse().ToList();
        return Paging.Answer(call, commits, commit => CommitJson.Listed(call, repository, commit));
    }

    private static async Task<GitHubResponse> ListFilesAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var files = PullJson.FilesOf(repository, Find(call, repository)).Write(call).ToList();
        return Paging.Answer(call, files, file => file);
    }

    private static async Task<GitHubResponse> CheckMergedAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return Find(call, repository).MergedAt is null ? throw GitHubException.NotFound() : GitHubResponse.NoContent;
    }

    private static async Task<GitHubResponse> MergeAsync(GitHubRequest call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var pull = Find(call, repository);
        if (!pull.Open)
        {
            throw new GitHubException(StatusCodes.Status405MethodNotAllowed, "Pull Request is not mergeable");
        }

        if (body.Text("sha") is { } seen && seen != pull.HeadSha)
        {
            throw GitHubException.Conflict("Head branch was modified. Review and try the merge again.");
        }

        try
        {
            var merged = await call.State.Repositories.MergePullRequestAsync(repository.Name, pull.Number, call.Cancelled, writer.Login);
            return GitHubResponse.Json(new JsonObject { ["sha"] = merged.MergeCommitSha, ["merged"] = true, ["message"] = "Pull Request successfully merged" });
        }
        catch (ConflictException exception)
        {
            throw new GitHubException(StatusCodes.Status405MethodNotAllowed, exception.Message);
        }
    }

    private static async Task<GitHubResponse> ListIssuesAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return Paging.Answer(call, Sort(call, Select(call, repository)), pull => PullJson.AsIssue(call, repository, pull));
    }

    private static async Task<GitHubResponse> ShowIssueAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return GitHubResponse.Json(PullJson.AsIssue(call, repository, Find(call, repository)));
    }

    private static IEnumerable<PullRequest> Select(GitHubRequest call, AppRepository repository)
    {
        var state = call.Query("state") ?? "open";
        var labels = (call.Query("labels") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return repository.Pulls.All.Where(pull => (state == "all" || pull.Open == (state == "open")) && labels.All(pull.Labels.Contains));
    }

    private static List<PullRequest> Sort(GitHubRequest call, IEnumerable<PullRequest> pulls)
    {
        var byUpdate = call.Query("sort") == "updated";
        var isRising = call.Query("direction") == "asc";
        var sorted = pulls.OrderBy(pull => byUpdate ? pull.UpdatedAt : pull.CreatedAt).ThenBy(pull => pull.Number).ToList();
        if (!isRising)
        {
            sorted.Reverse();
        }

        return sorted;
    }

    private static PullRequest Find(GitHubRequest call, AppRepository repository) =>
        int.TryParse(call.Value("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && repository.Pulls.Find(number) is { } pull
            ? pull
            : throw GitHubException.NotFound();
}
