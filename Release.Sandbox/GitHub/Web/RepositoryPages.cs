using System.Text;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Web;

/// <summary>Pages of the site about the organisation, accounts, and repositories with files and tags.</summary>
internal sealed class RepositoryPages : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/avatars/u/{id}", ShowAvatar) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}", ListAsync) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}", ShowAsync) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/tags", ListTagsAsync) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/releases/tag/{{place+}}", call => BrowseAsync(call, isRaw: false)) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/tree/{{place+}}", call => BrowseAsync(call, isRaw: false)) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/blob/{{place+}}", call => BrowseAsync(call, isRaw: false)) { Web = true },
        new("GET", $"/{SandboxGitHub.Organisation}/{{repo}}/raw/{{place+}}", call => BrowseAsync(call, isRaw: true)) { Web = true },
        new("GET", "/{login}", ShowPerson) { Web = true },
    ];

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call)
    {
        var names = await call.State.Repositories.NamesAsync(call.Cancelled);
        return SitePage.Show(SandboxGitHub.Organisation, $"<ul>{string.Concat(names.Select(name => $"<li>{SitePage.Link($"/{SandboxGitHub.Organisation}/{name}", name)}</li>"))}</ul>");
    }

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var path = $"/{repository.FullName}";
        return SitePage.Show(
            repository.FullName,
            $"""
            <p>{SitePage.Link($"{path}/tree/{SandboxGitHub.DefaultBranch}", "Files")} · {SitePage.Link($"{path}/tags", "Tags")} · {SitePage.Link($"{path}/commits", "Commits")}</p>
            <h2>Open pull requests</h2>{PullPages.List(repository, repository.Pulls.All.Where(pull => pull.Open).Reverse())}
            <h2>Latest commits</h2>{CommitPages.Table(repository, CommitWalk.From(repository.Objects, repository.Tip().Sha).Take(15))}
            """);
    }

    private static async Task<GitHubResponse> ListTagsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var tags = repository.References("refs/tags/").OrderByDescending(tag => tag.Commit.Committer.Time)
            .Select(tag => $"<li>{SitePage.Link($"/{repository.FullName}/tree/{GitHubTarget.Escape(tag.Name)}", tag.Name)} · {SitePage.Text(tag.Commit.Headline)}</li>");
        return SitePage.Show("Tags", $"<p>{SitePage.Link($"/{repository.FullName}", repository.FullName)}</p><ul>{string.Concat(tags)}</ul>");
    }

    private static async Task<GitHubResponse> BrowseAsync(GitHubRequest call, bool isRaw)
    {
        var repository = await call.RepositoryAsync();
        var (reference, commit, path) = await FindAsync(call, repository, call.Value("place"));
        var entry = TreeEdit.Find(repository.Objects, commit.Tree, path) ?? throw GitHubException.NotFound();
        var place = $"/{repository.FullName}/{{0}}/{GitHubTarget.Escape(reference)}";
        if (entry.IsFolder)
        {
            var names = repository.Objects.Tree(entry.Sha).Select(child =>
                $"<li>{SitePage.Link($"{place.Replace("{0}", child.IsFolder ? "tree" : "blob", StringComparison.Ordinal)}/{GitHubTarget.Escape(path.Length == 0 ? child.Name : $"{path}/{child.Name}")}", child.Name)}</li>");
            return SitePage.Show($"{repository.Name}/{path} at {reference}", $"<p>{SitePage.Link($"/{repository.FullName}/commit/{commit.Sha}", commit.Headline)}</p><ul>{string.Concat(names)}</ul>");
        }

        var content = repository.Objects.Find(entry.Sha)!.Content;
        return isRaw
            ? new GitHubResponse(StatusCodes.Status200OK, content, "text/plain; charset=utf-8").With("Content-Security-Policy", "default-src 'none'; sandbox")
            : SitePage.Show($"{repository.Name}/{path} at {reference}", $"<pre>{SitePage.Text(Encoding.UTF8.GetString(content))}</pre>");
    }

    /// <summary>Splits branch and path, which both may contain slashes: the shortest prefix that is a reference is the branch.</summary>
    private static async Task<(string Reference, GitCommit Commit, string Path)> FindAsync(GitHubRequest call, AppRepository repository, string place)
    {
        var parts = place.Split('/');
        for (var length = 1; length <= parts.Length; length++)
        {
            var reference = string.Join('/', parts[..length]);
            if (await repository.Git.ResolveAsync(reference, call.Cancelled) is { } commit)
            {
                return (reference, commit, string.Join('/', parts[length..]));
            }
        }

        throw GitHubException.NotFound();
    }

    private static GitHubResponse ShowPerson(GitHubRequest call)
    {
        var person = People.Find(call.Value("login")) ?? throw GitHubException.NotFound();
        var teams = call.State.Memberships.TeamsOf(person.Login);
        return SitePage.Show(person.Name, $"<p>{SitePage.Text(person.Login)}: {SitePage.Text(teams.Count == 0 ? "in no team" : string.Join(", ", teams))}</p>");
    }

    /// <summary>An avatar: two initials on a colour derived from the login.</summary>
    private static GitHubResponse ShowAvatar(GitHubRequest call)
    {
        var id = call.Number("id");
        var name = People.All.FirstOrDefault(person => person.Id == id)?.Name ?? SandboxGitHub.Organisation;
        var initials = string.Concat(name.Split(' ', '-').Take(2).Select(part => char.ToUpperInvariant(part[0])));
        var svg = $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\" width=\"40\" height=\"40\"><rect width=\"40\" height=\"40\" fill=\"hsl({id * 67 % 360} 45% 35%)\"/>"
            + $"<text x=\"20\" y=\"26\" font-family=\"sans-serif\" font-size=\"16\" fill=\"#fff\" text-anchor=\"middle\">{SitePage.Text(initials)}</text></svg>";
        return GitHubResponse.Text(svg, "image/svg+xml").With("Cache-Control", "max-age=3600").With("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }
}
