using System.Globalization;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Web;

/// <summary>Pages of the site about pull requests.</summary>
internal sealed class PullPages : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/pulls", ListAsync) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/pull/{{number}}", ShowAsync) { Web = true },
    ];

    public static string Link(AppRepository repository, PullRequest pull) =>
        SitePage.Link($"/{repository.FullName}/pull/{pull.Number.ToString(CultureInfo.InvariantCulture)}", $"#{pull.Number} {pull.Title}");

    public static string List(AppRepository repository, IEnumerable<PullRequest> pulls) =>
        $"<ul>{string.Concat(pulls.Select(pull => $"<li>{Link(repository, pull)}, {SitePage.Text(pull.Author)}{string.Concat(pull.Labels.Select(label => $" [{SitePage.Text(label)}]"))}</li>"))}</ul>";

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return SitePage.Show(
            "Open pull requests",
            $"<p>{SitePage.Link($"/{repository.FullName}", repository.FullName)}</p>{List(repository, repository.Pulls.All.Where(pull => pull.Open).Reverse())}");
    }

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var pull = repository.Pulls.Find((int)Math.Min(int.MaxValue, call.Number("number"))) ?? throw GitHubException.NotFound();
        var state = pull.Open ? "Open" : pull.MergedAt is { } merged ? $"Merged by {pull.MergedBy}, {CommitPages.When(merged)}" : "Closed";
        return SitePage.Show(
            $"{pull.Title} #{pull.Number}",
            $"""
            <p>{SitePage.Link($"/{repository.FullName}", repository.FullName)} · {SitePage.Text(state)} · {SitePage.Text(pull.HeadBranch)} into {SitePage.Text(pull.BaseBranch)}</p>
            <p>{SitePage.Text(pull.Author)}, {SitePage.Text(CommitPages.When(pull.CreatedAt))}</p>
            <p>{SitePage.Text(pull.Body)}</p>
            <h2>Commits</h2>{CommitPages.Table(repository, repository.CommitsOf(pull).Reverse())}
            {CommitPages.Files(PullJson.FilesOf(repository, pull))}
            """);
    }
}
