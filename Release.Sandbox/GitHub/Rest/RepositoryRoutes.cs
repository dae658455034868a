using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>Repositories, their branches and tags.</summary>
internal sealed class RepositoryRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}", ShowAsync),
        new("GET", "/repos/{owner}/{repo}/branches", ListBranchesAsync),
        new("GET", "/repos/{owner}/{repo}/branches/{branch+}", ShowBranchAsync),
        new("GET", "/repos/{owner}/{repo}/tags", ListTagsAsync),
    ];

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var body = RepositoryJson.Full(call, repository);
        body["temp_clone_token"] = null;
        body["organization"] = UserJson.Owner(call);
        return GitHubResponse.Json(body);
    }

    private static async Task<GitHubResponse> ListBranchesAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        return Paging.Answer(call, repository.References("refs/heads/").ToList(), branch => new JsonObject
        {
            ["name"] = branch.Name,
            ["commit"] = new JsonObject { ["sha"] = branch.Commit.Sha, ["url"] = $"{RepositoryJson.Url(call, repository)}/commits/{branch.Commit.Sha}" },
            ["protected"] = false,
        });
    }

    private static async Task<GitHubResponse> ShowBranchAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var name = call.Value("branch");
        if (repository.Git.Refs.Find($"refs/heads/{name}") is not { } sha)
        {
            throw new GitHubException(StatusCodes.Status404NotFound, "Branch not found");
        }

        var url = $"{RepositoryJson.Url(call, repository)}/branches/{Uri.EscapeDataString(name)}";
        return GitHubResponse.Json(new JsonObject
        {
            ["name"] = name,
            ["commit"] = CommitJson.Listed(call, repository, repository.Objects.Commit(sha)),
            ["_links"] = new JsonObject { ["self"] = url, ["html"] = $"{RepositoryJson.Page(call, repository)}/tree/{name}" },
            ["protected"] = false,
            ["protection"] = new JsonObject
            {
                ["enabled"] = false,
                ["required_status_checks"] = new JsonObject { ["enforcement_level"] = "off", ["contexts"] = new JsonArray(), ["checks"] = new JsonArray() },
            },
            ["protection_url"] = $"{url}/protection",
        });
    }

    /// <summary>GitHub's order: by name descending, numbers compared as text.</summary>
    private static async Task<GitHubResponse> ListTagsAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var url = RepositoryJson.Url(call, repository);
        return Paging.Answer(call, repository.References("refs/tags/").Reverse().ToList(), tag => new JsonObject
        {
            ["name"] = tag.Name,
            ["zipball_url"] = $"{url}/zipball/refs/tags/{tag.Name}",
            ["tarball_url"] = $"{url}/tarball/refs/tags/{tag.Name}",
            ["commit"] = new JsonObject { ["sha"] = tag.Commit.Sha, ["url"] = $"{url}/commits/{tag.Commit.Sha}" },
            ["node_id"] = Ids.Node("Ref", $"{repository.Name}/{tag.Name}"),
        });
    }
}
