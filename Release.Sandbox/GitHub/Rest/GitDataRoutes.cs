using System.Text;
using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The git database API: blobs, trees and commits.</summary>
internal sealed class GitDataRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/git/blobs/{sha}", ShowBlobAsync),
        new("POST", "/repos/{owner}/{repo}/git/blobs", CreateBlobAsync),
        new("GET", "/repos/{owner}/{repo}/git/trees/{sha+}", ShowTreeAsync),
        new("POST", "/repos/{owner}/{repo}/git/trees", CreateTreeAsync),
        new("GET", "/repos/{owner}/{repo}/git/commits/{sha}", ShowCommitAsync),
        new("POST", "/repos/{owner}/{repo}/git/commits", CreateCommitAsync),
    ];

    private static async Task<GitHubResponse> ShowBlobAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var sha = call.Value("sha");
        var blob = GitObjects.IsName(sha) && repository.Objects.Find(sha) is { Kind: "blob" } found ? found : throw GitHubException.NotFound();
        return GitHubResponse.Json(new JsonObject
        {
            ["sha"] = sha,
            ["node_id"] = Ids.Node("Blob", sha),
            ["size"] = blob.Content.Length,
            ["url"] = $"{RepositoryJson.Url(call, repository)}/git/blobs/{sha}",
            ["content"] = ContentJson.Base64(blob.Content),
            ["encoding"] = "base64",
        });
    }

    private static async Task<GitHubResponse> CreateBlobAsync(GitHubRequest call)
    {
        call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var text = body.Text("content") ?? throw GitHubException.Unprocessable("Invalid request.\n\n\"content\" wasn't supplied.");
        var content = body.Text("encoding") == "base64" ? ContentJson.FromBase64(text) : Encoding.UTF8.GetBytes(text);
        var sha = repository.Objects.Write("blob", content);
        return GitHubResponse.Json(
            new JsonObject { ["sha"] = sha, ["url"] = $"{RepositoryJson.Url(call, repository)}/git/blobs/{sha}" }, StatusCodes.Status201Created);
    }

    private static async Task<GitHubResponse> ShowTreeAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var name = call.Value("sha");
        var tree = GitObjects.IsName(name) && repository.Objects.Find(name) is { Kind: "tree" }
            ? name
            : (await repository.Git.ResolveAsync(name, call.Cancelled))?.Tree ?? throw GitHubException.NotFound();
        return GitHubResponse.Json(Write(call, repository, tree, call.Query("recursive") is not null));
    }

    private static async Task<GitHubResponse> CreateTreeAsync(GitHubRequest call)
    {
        call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var tree = body.Text("base_tree") is { } start ? TreeOf(repository, start) : null;
        foreach (var entry in body["tree"] as JsonArray ?? throw GitHubException.Unprocessable("Invalid request.\n\n\"tree\" wasn't supplied."))
        {
            var file = entry as JsonObject ?? throw GitHubException.Unprocessable("Invalid tree info");
            var path = ContentJson.CheckPath(file.Required("path"));
            var blob = file.Text("content") is { } text ? repository.Objects.Write("blob", Encoding.UTF8.GetBytes(text)) : file.Text("sha");
            if (blob is not null && (!GitObjects.IsName(blob) || repository.Objects.Find(blob) is not { Kind: "blob" }))
            {
                throw GitHubException.Unprocessable($"tree.sha {blob} is not a valid blob");
            }

            tree = TreeEdit.Set(repository.Objects, tree, path, blob);
        }

        return GitHubResponse.Json(Write(call, repository, tree ?? repository.Objects.Write("tree", []), recursive: false), StatusCodes.Status201Created);
    }

    private static async Task<GitHubResponse> ShowCommitAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var sha = call.Value("sha");
        var commit = GitObjects.IsName(sha) ? repository.Objects.FindCommit(sha) : null;
        return GitHubResponse.Json(CommitJson.Database(call, repository, commit ?? throw GitHubException.NotFound()));
    }

    private static async Task<GitHubResponse> CreateCommitAsync(GitHubRequest call)
    {
        call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var tree = body.Required("tree");
        if (!GitObjects.IsName(tree) || repository.Objects.Find(tree) is not { Kind: "tree" })
        {
            throw GitHubException.Unprocessable("Tree SHA does not exist");
        }

        var parents = (body["parents"] as JsonArray ?? []).Select(parent => parent?.ToString() ?? "").ToList();
        if (parents.Find(parent => !GitObjects.IsName(parent) || repository.Objects.FindCommit(parent) is null) is not null)
        {
            throw GitHubException.Unprocessable("Parent SHA does not exist or is not a commit object");
        }

        var author = SignatureJson.Of(call, body, "author");
        var commit = repository.Git.WriteCommit(tree, parents, author, SignatureJson.Of(call, body, "committer", author), body.Required("message"));
        return GitHubResponse.Json(CommitJson.Database(call, repository, commit), StatusCodes.Status201Created);
    }

    private static string TreeOf(AppRepository repository, string sha) =>
        !GitObjects.IsName(sha) ? throw GitHubException.Unprocessable("base_tree is not a valid tree oid")
        : repository.Objects.FindCommit(sha)?.Tree ?? (repository.Objects.Find(sha) is { Kind: "tree" } ? sha : throw GitHubException.Unprocessable("base_tree is not a valid tree oid"));

    private static JsonObject Write(GitHubRequest call, AppRepository repository, string tree, bool recursive)
    {
        var url = $"{RepositoryJson.Url(call, repository)}/git";
        return new JsonObject
        {
            ["sha"] = tree,
            ["url"] = $"{url}/trees/{tree}",
            ["tree"] = new JsonArray([.. TreeEdit.Walk(repository.Objects, tree, recursive).Select(file => Write(repository.Objects, url, file.Path, file.Entry))]),
            ["truncated"] = false,
        };
    }

    private static JsonNode Write(GitObjects objects, string url, string path, GitTreeEntry entry)
    {
        var kind = entry.IsFolder ? "tree" : "blob";
        var body = new JsonObject { ["path"] = path, ["mode"] = entry.Mode.PadLeft(6, '0'), ["type"] = kind, ["sha"] = entry.Sha };
        if (!entry.IsFolder)
        {
            body["size"] = objects.Find(entry.Sha)?.Content.Length ?? 0;
        }

        body["url"] = $"{url}/{kind}s/{entry.Sha}";
        return body;
    }
}
