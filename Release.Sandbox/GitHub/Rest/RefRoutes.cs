using System.Text.Json.Nodes;
using Release.Sandbox.Git;
using Release.Sandbox.Git.History;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>git's references: read, made, moved and deleted.</summary>
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

    private static async Task<GitHubAnswer> ShowAsync(GitHubCall call)
    {
        var repository = await call.RepositoryAsync();
        var name = $"refs/{call.Value("ref")}";
        return repository.Git.Refs.Read().TryGetValue(name, out var sha) ? GitHubAnswer.Json(Write(call, repository, name, sha)) : throw GitHubException.NotFound();
    }

    private static async Task<GitHubAnswer> ListAsync(GitHubCall call)
    {
        var repository = await call.RepositoryAsync();
        var prefix = $"refs/{call.Value("ref")}";
        var found = repository.Git.Refs.Read().Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return Paging.Answer(call, found, entry => Write(call, repository, entry.Key, entry.Value));
    }

    private static async Task<GitHubAnswer> CreateAsync(GitHubCall call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (name, sha) = (body.Required("ref"), body.Required("sha"));
        if (!RefName.IsValid(name))
        {
            throw GitHubException.Unprocessable($"{name} is not a valid ref name.");
        }

        using (await repository.Git.LockAsync(call.Cancelled))
        {
            if (repository.Git.Refs.Read().ContainsKey(name))
            {
                throw GitHubException.Unprocessable("Reference already exists");
            }

            CheckObject(repository, sha);
            await UpdateAsync(call, repository, new RefChange(name, null, sha));
        }

        call.State.Repositories.Report(new RepositoryChange(repository.Name, name, null, sha, writer.Login));
        var answer = Write(call, repository, name, sha);
        return GitHubAnswer.Json(answer, StatusCodes.Status201Created).With("Location", answer["url"]!.GetValue<string>());
    }

    private static async Task<GitHubAnswer> MoveAsync(GitHubCall call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (name, sha) = ($"refs/{call.Value("ref")}", body.Required("sha"));
        string former;
        using (await repository.Git.LockAsync(call.Cancelled))
        {
            former = repository.Git.Refs.Read().GetValueOrDefault(name) ?? throw GitHubException.Unprocessable("Reference does not exist");
            CheckObject(repository, sha);
            if (!body.Flag("force") && CommitWalk.Compare(repository.Objects, former, sha).Behind.Count > 0)
            {
                throw GitHubException.Unprocessable("Update is not a fast forward");
            }

            await UpdateAsync(call, repository, new RefChange(name, former, sha));
        }

        repository.Pulls.Follow(name, sha, call.State.Time.GetUtcNow());
        call.State.Repositories.Report(new RepositoryChange(repository.Name, name, former, sha, writer.Login));
        return GitHubAnswer.Json(Write(call, repository, name, sha));
    }

    private static async Task<GitHubAnswer> DeleteAsync(GitHubCall call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var name = $"refs/{call.Value("ref")}";
        string former;
        using (await repository.Git.LockAsync(call.Cancelled))
        {
            former = repository.Git.Refs.Read().GetValueOrDefault(name) ?? throw GitHubException.Unprocessable("Reference does not exist");
            if (name == $"refs/heads/{SandboxGitHub.DefaultBranch}")
            {
                throw GitHubException.Unprocessable("Cannot delete the default branch");
            }

            await UpdateAsync(call, repository, new RefChange(name, former, null));
        }

        repository.Pulls.Follow(name, null, call.State.Time.GetUtcNow());
        call.State.Repositories.Report(new RepositoryChange(repository.Name, name, former, null, writer.Login));
        return GitHubAnswer.NoContent;
    }

    private static void CheckObject(AppRepository repository, string sha)
    {
        if (sha.Length != 40 || !sha.All(char.IsAsciiHexDigitLower) || repository.Objects.FindCommit(sha) is null)
        {
            throw GitHubException.Unprocessable("Object does not exist");
        }
    }

    private static async Task UpdateAsync(GitHubCall call, AppRepository repository, RefChange change)
    {
        try
        {
            await repository.Git.Refs.UpdateAsync([change], call.Cancelled);
        }
        catch (GitFailedException)
        {
            throw GitHubException.Unprocessable("Reference update failed"); // A push came first, or the name collides with a folder of names.
        }
    }

    private static JsonObject Write(GitHubCall call, AppRepository repository, string name, string sha)
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
