using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The contents API: reads files, and writes each change as one commit on a branch.</summary>
internal sealed class ContentRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/contents", call => ShowAsync(call, "")),
        new("GET", "/repos/{owner}/{repo}/contents/{path+}", call => ShowAsync(call, call.Value("path"))),
        new("PUT", "/repos/{owner}/{repo}/contents/{path+}", call => WriteAsync(call, isDelete: false)),
        new("DELETE", "/repos/{owner}/{repo}/contents/{path+}", call => WriteAsync(call, isDelete: true)),
    ];

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call, string path)
    {
        var repository = await call.RepositoryAsync();
        var reference = call.Query("ref") ?? SandboxGitHub.DefaultBranch;
        var commit = await repository.Git.ResolveAsync(reference, call.Cancelled)
            ?? throw new GitHubException(StatusCodes.Status404NotFound, $"No commit found for the ref {reference}");
        var entry = TreeEdit.Find(repository.Objects, commit.Tree, path) ?? throw GitHubException.NotFound();
        path = path.Trim('/');
        var accept = call.Http.Request.Headers.Accept.ToString();
        if (entry.IsFolder)
        {
            var children = repository.Objects.Tree(entry.Sha)
                .Select(child => (JsonNode)ContentJson.Entry(call, repository, path.Length == 0 ? child.Name : $"{path}/{child.Name}", child, reference));
            return GitHubResponse.Json(new JsonArray([.. children]));
        }

        return accept.Contains("application/vnd.github", StringComparison.Ordinal) && accept.Contains("raw", StringComparison.Ordinal)
            ? new GitHubResponse(StatusCodes.Status200OK, repository.Objects.Find(entry.Sha)!.Content, "application/vnd.github.raw+json; charset=utf-8")
            : GitHubResponse.Json(ContentJson.File(call, repository, path, entry, reference));
    }

    private static async Task<GitHubResponse> WriteAsync(GitHubRequest call, bool isDelete)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var path = ContentJson.CheckPath(call.Value("path"));
        var branch = body.Text("branch") ?? SandboxGitHub.DefaultBranch;
        var message = body.Required("message");
        var content = isDelete ? null : ContentJson.FromBase64(body.Text("content") ?? throw GitHubException.Unprocessable("Invalid request.\n\n\"content\" wasn't supplied."));
        GitTreeEntry? former = null;
        var change = await call.State.Repositories.ChangeAsync(
            repository,
            writer.Login,
            () =>
            {
                var tip = Tip(repository, branch);
                former = TreeEdit.Find(repository.Objects, tip.Tree, path);
                CheckFormer(body, path, former, isDelete);
                var blob = content is null ? null : repository.Objects.Write("blob", content);
                var author = SignatureJson.Of(call, body, "author", body["committer"] is JsonObject ? SignatureJson.Of(call, body, "committer") : null);
                var made = repository.Git.WriteCommit(
                    TreeEdit.Set(repository.Objects, tip.Tree, path, blob), [tip.Sha], author, SignatureJson.Of(call, body, "committer", author), message);
                return Task.FromResult<RefChange?>(new RefChange($"refs/heads/{branch}", tip.Sha, made.Sha));
            },
            call.Cancelled);
        var commit = repository.Objects.Commit(change!.After!);
        var written = TreeEdit.Find(repository.Objects, commit.Tree, path);
        return GitHubResponse.Json(
            new JsonObject
            {
                ["content"] = written is null ? null : ContentJson.Entry(call, repository, path, written, branch),
                ["commit"] = CommitJson.Database(call, repository, commit),
            },
            former is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static GitCommit Tip(AppRepository repository, string branch) =>
        repository.Git.Refs.Find($"refs/heads/{branch}") is { } sha
            ? repository.Objects.Commit(sha)
            : throw new GitHubException(StatusCodes.Status404NotFound, $"Branch {branch} not found");

    /// <summary>A write must name the blob that it replaces.</summary>
    private static void CheckFormer(JsonObject body, string path, GitTreeEntry? former, bool isDelete)
    {
        switch (former, body.Text("sha"))
        {
            case (null, null) when !isDelete:
                return;
            case (null, _) when isDelete:
                throw GitHubException.NotFound();
            case ({ IsFolder: true }, _):
                throw GitHubException.Unprocessable($"{path} is a directory");
            case (not null, null):
                throw GitHubException.Unprocessable("Invalid request.\n\n\"sha\" wasn't supplied.");
            case var (entry, sha) when entry?.Sha != sha:
                throw GitHubException.Conflict($"{path} does not match {sha}");
        }
    }
}
