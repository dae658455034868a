using System.Globalization;
using System.Text;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Web;

/// <summary>Pages of the site: a commit, a list of commits, a comparison.</summary>
internal sealed class CommitPages : IGitHubRoutes
{
    private const int Listed = 60;

    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/commit/{{ref+}}", ShowAsync) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/commits", call => ListAsync(call, SandboxGitHub.DefaultBranch)) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/commits/{{ref+}}", call => ListAsync(call, call.Value("ref"))) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/compare/{{basehead+}}", CompareAsync) { Web = true },
    ];

    /// <summary>A table of commits with links to each and to its pull request.</summary>
    public static string Table(AppRepository repository, IEnumerable<GitCommit> commits)
    {
        var rows = new StringBuilder("<table><thead><tr><th>Commit</th><th>What</th><th>Who</th><th>When</th><th>Pull request</th></tr></thead><tbody>");
        foreach (var commit in commits)
        {
            var pull = repository.PullRequestOf(commit.Sha);
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{SitePage.Link($"/{repository.FullName}/commit/{commit.Sha}", commit.Sha[..7])}</td>");
            rows.Append(CultureInfo.InvariantCulture, $"<td>{SitePage.Text(commit.Headline)}</td><td>{SitePage.Text(commit.Author.Name)}</td><td>{SitePage.Text(When(commit.Committer.Time))}</td>");
            rows.Append(CultureInfo.InvariantCulture, $"<td>{(pull is null ? "" : PullPages.Link(repository, pull))}</td></tr>");
        }

        return rows.Append("</tbody></table>").ToString();
    }

    /// <summary>The changed files with their patches.</summary>
    public static string Files(FileSet files)
    {
        var body = new StringBuilder($"<h2>{files.Count} {(files.Count == 1 ? "file" : "files")} changed: {files.Additions} lines added, {files.Deletions} taken out</h2>");
        foreach (var (change, diff) in files.All.Take(FileSet.Most))
        {
            body.Append(CultureInfo.InvariantCulture, $"<h3>{SitePage.Text(change.Path)}</h3><pre>");
            foreach (var line in (diff?.Patch() ?? "Not text.").Split('\n'))
            {
                var kind = line is ['+', ..] ? "add" : line is ['-', ..] ? "del" : "same";
                body.Append(CultureInfo.InvariantCulture, $"<span class=\"{kind}\">{SitePage.Text(line)}</span>\n");
            }

            body.Append("</pre>");
        }

        return body.ToString();
    }

    public static string When(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var commit = await FindAsync(call, repository, call.Value("ref"));
        var pull = repository.PullRequestOf(commit.Sha);
        var checks = string.Concat(call.State.Checks.Of(repository.Name, commit).Select(run => $"<li>{SitePage.Text(run.Name)}: {SitePage.Text(run.Conclusion ?? run.Status)}</li>"));
        var login = People.FindByEmail(commit.Author.Email)?.Login;
        return SitePage.Show(
            commit.Headline,
            $"""
            <p>{SitePage.Link($"/{repository.FullName}", repository.FullName)} · commit {SitePage.Text(commit.Sha)}</p>
            <p>{SitePage.Text(commit.Author.Name)}{(login is null ? "" : $" ({SitePage.Link($"/{Uri.EscapeDataString(login)}", login)})")}, {SitePage.Text(When(commit.Committer.Time))}</p>
            <pre>{SitePage.Text(commit.Message)}</pre>
            {(pull is null ? "" : $"<p>Pull request {PullPages.Link(repository, pull)}</p>")}
            <h2>Checks</h2><ul>{checks}</ul>
            {Files(FileSet.Of(repository, commit))}
            """);
    }

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call, string reference)
    {
        var repository = await call.RepositoryAsync();
        var tip = await FindAsync(call, repository, reference);
        return SitePage.Show(
            $"Commits of {reference}",
            $"<p>{SitePage.Link($"/{repository.FullName}", repository.FullName)}</p>{Table(repository, CommitWalk.From(repository.Objects, tip.Sha).Take(Listed))}");
    }

    private static async Task<GitHubResponse> CompareAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var names = call.Value("basehead").Split("...");
        if (names.Length != 2)
        {
            throw GitHubException.NotFound();
        }

        var (start, head) = (await FindAsync(call, repository, names[0]), await FindAsync(call, repository, names[1]));
        var compared = CommitWalk.Compare(repository.Objects, start.Sha, head.Sha);
        var shared = compared.MergeBase is { } sha ? repository.Objects.Commit(sha).Tree : null;
        return SitePage.Show(
            $"{names[0]} to {names[1]}",
            $"<p>{SitePage.Link($"/{repository.FullName}", repository.FullName)} · {compared.Ahead.Count} ahead, {compared.Behind.Count} behind</p>"
            + Table(repository, compared.Ahead) + Files(new FileSet(repository, shared, head.Tree, head.Sha)));
    }

    private static async Task<GitCommit> FindAsync(GitHubRequest call, AppRepository repository, string reference) =>
        await repository.Git.ResolveAsync(reference, call.Cancelled) ?? throw GitHubException.NotFound();
}
