using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>JSON of repositories with all URLs that GitHub lists.</summary>
internal static class RepositoryJson
{
    // Name of the field, and the suffix of the repository's URL.
    private static readonly (string Name, string Path)[] Addresses =
    [
        ("archive_url", "/{archive_format}{/ref}"), ("assignees_url", "/assignees{/user}"), ("blobs_url", "/git/blobs{/sha}"),
        ("branches_url", "/branches{/branch}"), ("collaborators_url", "/collaborators{/collaborator}"), ("comments_url", "/comments{/number}"),
        ("commits_url", "/commits{/sha}"), ("compare_url", "/compare/{base}...{head}"), ("contents_url", "/contents/{+path}"),
        ("contributors_url", "/contributors"), ("deployments_url", "/deployments"), ("downloads_url", "/downloads"), ("events_url", "/events"),
        ("forks_url", "/forks"), ("git_commits_url", "/git/commits{/sha}"), ("git_refs_url", "/git/refs{/sha}"), ("git_tags_url", "/git/tags{/sha}"),
        ("hooks_url", "/hooks"), ("issue_comment_url", "/issues/comments{/number}"), ("issue_events_url", "/issues/events{/number}"),
        ("issues_url", "/issues{/number}"), ("keys_url", "/keys{/key_id}"), ("labels_url", "/labels{/name}"), ("languages_url", "/languages"),
        ("merges_url", "/merges"), ("milestones_url", "/milestones{/number}"), ("notifications_url", "/notifications{?since,all,participating}"),
        ("pulls_url", "/pulls{/number}"), ("releases_url", "/releases{/id}"), ("stargazers_url", "/stargazers"), ("statuses_url", "/statuses/{sha}"),
        ("subscribers_url", "/subscribers"), ("subscription_url", "/subscription"), ("tags_url", "/tags"), ("teams_url", "/teams"), ("trees_url", "/git/trees{/sha}"),
    ];

    public static string Url(IGitHubView view, AppRepository repository) => $"{view.Api}/repos/{repository.FullName}";

    public static string Page(IGitHubView view, AppRepository repository) => $"{view.Web}/{repository.FullName}";

    /// <summary>The short form within other responses.</summary>
    public static JsonObject Minimal(IGitHubView view, AppRepository repository)
    {
        var url = Url(view, repository);
        var body = new JsonObject
        {
            ["id"] = Ids.Number("repository", repository.Name),
            ["node_id"] = Ids.Node("Repository", repository.FullName),
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["private"] = false,
            ["owner"] = UserJson.Owner(view),
            ["html_url"] = Page(view, repository),
            ["description"] = "A sample of Release's sandbox",
            ["fork"] = false,
            ["url"] = url,
        };
        foreach (var (name, path) in Addresses)
        {
            body[name] = url + path;
        }

        return body;
    }

    /// <summary>The full form of <c>GET /repos/{owner}/{repo}</c> and of lists of repositories.</summary>
    public static JsonObject Full(IGitHubView view, AppRepository repository)
    {
        var body = Minimal(view, repository);
        var pushed = Times.Iso(repository.References("refs/heads/").Select(branch => branch.Commit.Committer.Time).DefaultIfEmpty(DateTimeOffset.UnixEpoch).Max());
        var open = repository.Pulls.All.Count(pull => pull.Open);
        var page = Page(view, repository);
        body["git_url"] = $"git://{new Uri(view.Web).Authority}/{repository.FullName}.git";
        body["ssh_url"] = $"git@{new Uri(view.Web).Host}:{repository.FullName}.git";
        body["clone_url"] = $"{page}.git";
        body["svn_url"] = page;
        body["mirror_url"] = null;
        body["homepage"] = null;
        body["language"] = "Ruby";
        body["license"] = null;
        foreach (var count in new[] { "forks_count", "forks", "stargazers_count", "watchers_count", "watchers", "size", "network_count", "subscribers_count" })
        {
            body[count] = 0;
        }

        body["open_issues_count"] = open;
        body["open_issues"] = open;
        body["default_branch"] = SandboxGitHub.DefaultBranch;
        body["topics"] = new JsonArray();
        body["visibility"] = "public";
        foreach (var (flag, value) in Flags)
        {
            body[flag] = value;
        }

        body["pushed_at"] = pushed;
        body["created_at"] = "2020-03-02T09:00:00Z";
        body["updated_at"] = pushed;
        AddPermissions(view, body);
        return body;
    }

    private static readonly (string Name, bool Value)[] Flags =
    [
        ("is_template", false), ("has_issues", true), ("has_projects", false), ("has_wiki", false), ("has_pages", false), ("has_downloads", true),
        ("has_discussions", false), ("archived", false), ("disabled", false), ("allow_forking", true), ("web_commit_signoff_required", false),
        ("allow_rebase_merge", true), ("allow_squash_merge", true), ("allow_merge_commit", true), ("allow_auto_merge", false), ("delete_branch_on_merge", true),
    ];

    private static void AddPermissions(IGitHubView view, JsonObject body)
    {
        if (view.Identity is not { } identity)
        {
            return;
        }

        var isMember = identity.InstallationId is not null || view.State.Memberships.IsMember(identity.Login);
        var isAdmin = view.State.Memberships.IsIn(SandboxGitHub.AdminsTeam, identity.Login);
        body["permissions"] = new JsonObject { ["admin"] = isAdmin, ["maintain"] = isAdmin, ["push"] = isMember, ["triage"] = isMember, ["pull"] = true };
    }
}
