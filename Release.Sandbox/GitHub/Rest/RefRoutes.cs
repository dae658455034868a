using System.Text.Json.Nodes;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The references API: read, create, move and delete.</summary>
internal sealed class RefRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/repos/{owner}/{repo}/git/ref/{ref+}", ShowAsync),
        new("GET", "/repos/{owner}/{repo}/git/matching-refs/{ref+}", ListAsync),
        new("POST", "/repos/{owner}/{repo}/git/refs", CreateAsync),
        new("PATCH", "/repos/{owner}/{repo}/git/refs/{ref+}", MoveAsync),
        new("DELETE", "/repos/{owner}/{repo}/git/refs/{ref+}", DeleteAsync),
    ];

    private static async Task<GitHubResponse> ShowAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var name = $"refs/{call.Value("ref")}";
        return repository.Git.Refs.Find(name) is { } sha ? GitHubResponse.Json(Write(call, repository, name, sha)) : throw GitHubException.NotFound();
    }

    private static async Task<GitHubResponse> ListAsync(GitHubRequest call)
    {
        var repository = await call.RepositoryAsync();
        var prefix = $"refs/{call.Value("ref")}";
        var found = repository.Git.Refs.Read().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return Paging.Answer(call, found, entry => Write(call, repository, entry.Key, entry.Value));
    }

    private static async Task<GitHubResponse> CreateAsync(GitHubRequest call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (name, sha) = (body.Required("ref"), body.Required("sha"));
        if (!RefName.IsValid(name))
        {
            throw GitHubException.Unprocessable($"{name} is not a valid ref name.");
        }

        await ChangeAsync(call, writer, repository, () =>
        {
            if (repository.Git.Refs.Find(name) is not null)
            {
                throw GitHubException.Unprocessable("Reference already exists");
            }

            CheckObject(repository, sha);
            return new RefChange(name, null, sha);
        });
        var answer = Write(call, repository, name, sha);
        return GitHubResponse.Json(answer, StatusCodes.Status201Created).With("Location", answer["url"]!.GetValue<string>());
    }

    private static async Task<GitHubResponse> MoveAsync(GitHubRequest call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (name, sha) = ($"refs/{call.Value("ref")}", body.Required("sha"));
        await ChangeAsync(call, writer, repository, () =>
        {
            var former = Former(repository, name);
            CheckObject(repository, sha);
            return !body.Flag("force") && CommitWalk.Compare(repository.Objects, former, sha).Behind.Count > 0
                ? throw GitHubException.Unprocessable("Update is not a fast forward")
                : new RefChange(name, former, sha);
        });
        return GitHubResponse.Json(Write(call, repository, name, sha));
    }

    private static async Task<GitHubResponse> DeleteAsync(GitHubRequest call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var name = $"refs/{call.Value("ref")}";
        await ChangeAsync(call, writer, repository, () =>
        {
            var former = Former(repository, name);
            return name == $"refs/heads/{SandboxGitHub.DefaultBranch}"
                ? throw GitHubException.Unprocessable("Cannot delete the default branch")
                : new RefChange(name, former, null);
        });
        return GitHubResponse.NoContent;
    }

    private static void CheckObject(AppRepository repository, string sha)
    {
        if (!GitObjects.IsName(sha) || repository.Objects.FindCommit(sha) is null)
        {
            throw GitHubException.Unprocessable("Object does not exist");
        }
    }

    private static async Task ChangeAsync(GitHubRequest call, GitHubIdentity writer, AppRepository repository, Func<RefChange> decide)
    {
        try
        {
            await call.State.Repositories.ChangeAsync(repository, writer.Login, () => Task.FromResult<RefChange?>(decide()), call.Cancelled);
        }
        catch (ConflictException)
        {
            throw GitHubException.Unprocessable("Reference update failed"); // A push came first, or the name conflicts with a prefix of another reference.
        }
    }

    private static string Former(AppRepository repository, string name) =>
        repository.Git.Refs.Find(name) ?? throw GitHubException.Unprocessable("Reference does not exist");

    private static JsonObject Write(GitHubRequest call, AppRepository repository, string name, string sha)
    {
        var kind = repository.Objects.Find(sha)?.Kind ?? "commit";
        var url = RepositoryJson.Url(call, repository);
        return new JsonObject
        {
            ["ref"] = name,
            ["node_id"] = Ids.Node("Ref", $"{repository.Name}:{name}"),
            ["url"] = $"{url}/git/{name}",
            ["object"] = new JsonObject { ["sha"] = sha, ["type"] = kind, ["url"] = $"{url}/git/{kind}s/{sha}" },
        };
    }
}
