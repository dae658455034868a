using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Json;

/// <summary>JSON of commits: in lists, alone with files, and as git objects.</summary>
internal static class CommitJson
{
    private static JsonObject Unverified => new() { ["verified"] = false, ["reason"] = "unsigned", ["signature"] = null, ["payload"] = null, ["verified_at"] = null };

    public static JsonObject Listed(IGitHubView view, AppRepository repository, GitCommit commit)
    {
        var api = RepositoryJson.Url(view, repository);
        var url = $"{api}/commits/{commit.Sha}";
        return new JsonObject
        {
            ["sha"] = commit.Sha,
            ["node_id"] = Ids.Node("Commit", commit.Sha),
            ["commit"] = new JsonObject
            {
                ["author"] = Signature(commit.Author),
                ["committer"] = Signature(commit.Committer),
                ["message"] = commit.Message,
                ["tree"] = new JsonObject { ["sha"] = commit.Tree, ["url"] = $"{api}/git/trees/{commit.Tree}" },
                ["url"] = $"{api}/git/commits/{commit.Sha}",
                ["comment_count"] = 0,
                ["verification"] = Unverified,
            },
            ["url"] = url,
            ["html_url"] = Page(view, repository, commit.Sha),
            ["comments_url"] = $"{url}/comments",
            ["author"] = Account(view, commit.Author),
            ["committer"] = Account(view, commit.Committer),
            ["parents"] = new JsonArray([.. commit.Parents.Select(parent => new JsonObject
            {
                ["sha"] = parent,
                ["url"] = $"{api}/commits/{parent}",
                ["html_url"] = Page(view, repository, parent),
            })]),
        };
    }

    /// <summary>A commit with counts and one page of its files.</summary>
    public static JsonObject Detailed(IGitHubView view, AppRepository repository, GitCommit commit, FileSet files, IEnumerable<JsonNode> page)
    {
        var body = Listed(view, repository, commit);
        body["stats"] = new JsonObject { ["total"] = files.Additions + files.Deletions, ["additions"] = files.Additions, ["deletions"] = files.Deletions };
        body["files"] = new JsonArray([.. page]);
        return body;
    }

    /// <summary>The response of <c>GET /repos/{owner}/{repo}/git/commits/{sha}</c>, which responses to writes contain too.</summary>
    public static JsonObject Database(IGitHubView view, AppRepository repository, GitCommit commit)
    {
        var api = RepositoryJson.Url(view, repository);
        return new JsonObject
        {
            ["sha"] = commit.Sha,
            ["node_id"] = Ids.Node("Commit", commit.Sha),
            ["url"] = $"{api}/git/commits/{commit.Sha}",
            ["html_url"] = Page(view, repository, commit.Sha),
            ["author"] = Signature(commit.Author),
            ["committer"] = Signature(commit.Committer),
            ["tree"] = new JsonObject { ["sha"] = commit.Tree, ["url"] = $"{api}/git/trees/{commit.Tree}" },
            ["message"] = commit.Message,
            ["parents"] = new JsonArray([.. commit.Parents.Select(parent => new JsonObject
            {
                ["sha"] = parent,
                ["url"] = $"{api}/git/commits/{parent}",
                ["html_url"] = Page(view, repository, parent),
            })]),
            ["verification"] = Unverified,
        };
    }

    public static string Page(IGitHubView view, AppRepository repository, string sha) => $"{RepositoryJson.Page(view, repository)}/commit/{sha}";

    public static JsonObject Signature(GitSignature signature) =>
        new() { ["name"] = signature.Name, ["email"] = signature.Email, ["date"] = Times.Iso(signature.Time) };

    private static JsonNode? Account(IGitHubView view, GitSignature signature) =>
        People.FindByEmail(signature.Email) is { } person ? UserJson.Simple(view, person) : null;
}

/// <summary>Reads authors and committers of request bodies.</summary>
internal static class SignatureJson
{
    /// <summary>The signature in the body, or else the token's owner and the current time.</summary>
    /// <exception cref="GitHubException">The signature has no name or no address.</exception>
    public static GitSignature Of(GitHubRequest call, JsonObject body, string name, GitSignature? otherwise = null)
    {
        if (body[name] is not JsonObject given)
        {
            return otherwise ?? new GitSignature(call.Actor.Name, call.Actor.Email, call.State.Time.GetUtcNow());
        }

        var time = DateTimeOffset.TryParse(given.Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var said)
            ? said
            : call.State.Time.GetUtcNow();
        return new GitSignature(given.Required("name"), given.Required("email"), time);
    }
}
