using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>JSON of pull requests: in lists, alone, and as issues.</summary>
internal static class PullJson
{
    /// <param name="described">The repository as <see cref="RepositoryJson.Full"/> writes it, reused for all pull requests of a response.</param>
    public static JsonObject Listed(IGitHubView view, AppRepository repository, PullRequest pull, JsonObject described)
    {
        var body = Common(view, repository, pull, "pulls", "pull");
        var api = RepositoryJson.Url(view, repository);
        var url = $"{api}/pulls/{Number(pull)}";
        body["diff_url"] = $"{PageOf(view, repository, pull)}.diff";
        body["patch_url"] = $"{PageOf(view, repository, pull)}.patch";
        body["issue_url"] = $"{api}/issues/{Number(pull)}";
        body["merged_at"] = Times.Iso(pull.MergedAt);
        body["merge_commit_sha"] = pull.MergeCommitSha;
        body["requested_reviewers"] = new JsonArray();
        body["requested_teams"] = new JsonArray();
        body["draft"] = false;
        body["commits_url"] = $"{url}/commits";
        body["review_comments_url"] = $"{url}/comments";
        body["review_comment_url"] = $"{api}/pulls/comments{{/number}}";
        body["statuses_url"] = $"{api}/statuses/{pull.HeadSha}";
        body["head"] = Side(view, described, pull.HeadBranch, pull.HeadSha);
        body["base"] = Side(view, described, pull.BaseBranch, pull.BaseSha);
        body["auto_merge"] = null;
        body["_links"] = new JsonObject
        {
            ["self"] = Link(url),
            ["html"] = Link(PageOf(view, repository, pull)),
            ["issue"] = Link($"{api}/issues/{Number(pull)}"),
            ["comments"] = Link($"{api}/issues/{Number(pull)}/comments"),
            ["review_comments"] = Link($"{url}/comments"),
            ["review_comment"] = Link($"{api}/pulls/comments{{/number}}"),
            ["commits"] = Link($"{url}/commits"),
            ["statuses"] = Link($"{api}/statuses/{pull.HeadSha}"),
        };
        return body;
    }

    public static JsonObject Full(IGitHubView view, AppRepository repository, PullRequest pull)
    {
        var body = Listed(view, repository, pull, RepositoryJson.Full(view, repository));
        var commits = repository.CommitsOf(pull);
        var files = FilesOf(repository, pull);
        body["merged"] = pull.MergedAt is not null;
        body["mergeable"] = pull.Open ? true : null;
        body["rebaseable"] = pull.Open ? true : null;
        body["mergeable_state"] = pull.Open ? "clean" : "unknown";
        body["merged_by"] = UserJson.Simple(view, pull.MergedBy);
        body["comments"] = 0;
        body["review_comments"] = 0;
        body["maintainer_can_modify"] = false;
        body["commits"] = commits.Count;
        body["additions"] = files.Additions;
        body["deletions"] = files.Deletions;
        body["changed_files"] = files.Count;
        return body;
    }

    public static JsonObject AsIssue(IGitHubView view, AppRepository repository, PullRequest pull)
    {
        var body = Common(view, repository, pull, "issues", "pull");
        var url = $"{RepositoryJson.Url(view, repository)}/issues/{Number(pull)}";
        body["repository_url"] = RepositoryJson.Url(view, repository);
        body["labels_url"] = $"{url}/labels{{/name}}";
        body["events_url"] = $"{url}/events";
        body["comments"] = 0;
        body["state_reason"] = null;
        body["pull_request"] = new JsonObject
        {
            ["url"] = $"{RepositoryJson.Url(view, repository)}/pulls/{Number(pull)}",
            ["html_url"] = PageOf(view, repository, pull),
            ["diff_url"] = $"{PageOf(view, repository, pull)}.diff",
            ["patch_url"] = $"{PageOf(view, repository, pull)}.patch",
            ["merged_at"] = Times.Iso(pull.MergedAt),
        };
        return body;
    }

    public static string PageOf(IGitHubView view, AppRepository repository, PullRequest pull) => $"{RepositoryJson.Page(view, repository)}/pull/{Number(pull)}";

    /// <summary>The files it changes, compared with its merge base.</summary>
    public static FileSet FilesOf(AppRepository repository, PullRequest pull)
    {
        var shared = Git.History.CommitWalk.Compare(repository.Objects, pull.BaseSha, pull.HeadSha).MergeBase;
        return new FileSet(repository, shared is null ? null : repository.Objects.Commit(shared).Tree, repository.Objects.Commit(pull.HeadSha).Tree, pull.HeadSha);
    }

    private static JsonObject Common(IGitHubView view, AppRepository repository, PullRequest pull, string resource, string page)
    {
        var api = RepositoryJson.Url(view, repository);
        return new JsonObject
        {
            ["url"] = $"{api}/{resource}/{Number(pull)}",
            ["id"] = Ids.Number(resource, $"{repository.Name}#{pull.Number}"),
            ["node_id"] = Ids.Node("PullRequest", $"{repository.Name}#{pull.Number}"),
            ["html_url"] = $"{RepositoryJson.Page(view, repository)}/{page}/{Number(pull)}",
            ["comments_url"] = $"{api}/issues/{Number(pull)}/comments",
            ["number"] = pull.Number,
            ["state"] = pull.Open ? "open" : "closed",
            ["locked"] = false,
            ["active_lock_reason"] = null,
            ["title"] = pull.Title,
            ["user"] = UserJson.Simple(view, pull.Author),
            ["body"] = pull.Body,
            ["labels"] = new JsonArray([.. pull.Labels.Select(label => Label(api, label))]),
            ["milestone"] = null,
            ["assignee"] = null,
            ["assignees"] = new JsonArray(),
            ["author_association"] = "MEMBER",
            ["created_at"] = Times.Iso(pull.CreatedAt),
            ["updated_at"] = Times.Iso(pull.UpdatedAt),
            ["closed_at"] = Times.Iso(pull.ClosedAt),
        };
    }

    private static JsonObject Label(string api, string name) => new()
    {
        ["id"] = Ids.Number("label", name),
        ["node_id"] = Ids.Node("Label", name),
        ["url"] = $"{api}/labels/{Uri.EscapeDataString(name)}",
        ["name"] = name,
        ["description"] = "",
        ["color"] = "0366d6",
        ["default"] = false,
    };

    private static JsonObject Side(IGitHubView view, JsonObject repository, string branch, string sha) => new()
    {
        ["label"] = $"{SandboxGitHub.Organisation}:{branch}",
        ["ref"] = branch,
        ["sha"] = sha,
        ["user"] = UserJson.Owner(view),
        ["repo"] = repository.DeepClone(),
    };

    private static JsonObject Link(string address) => new() { ["href"] = address };

    private static string Number(PullRequest pull) => pull.Number.ToString(CultureInfo.InvariantCulture);
}
