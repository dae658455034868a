using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>Merges a branch into another without a pull request.</summary>
internal sealed class MergeRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes => [new("POST", "/repos/{owner}/{repo}/merges", MergeAsync)];

    private static async Task<GitHubResponse> MergeAsync(GitHubRequest call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (into, from) = (body.Required("base"), body.Required("head"));
        var message = body.Text("commit_message") ?? $"Merge {from} into {into}";
        var change = await call.State.Repositories.ChangeAsync(repository, writer.Login, () => MergeAsync(call, repository, into, from, message), call.Cancelled);
        return change is null
            ? GitHubResponse.NoContent
            : GitHubResponse.Json(CommitJson.Listed(call, repository, repository.Objects.Commit(change.After!)), StatusCodes.Status201Created);
    }

    /// <returns>Null when the base contains the head already.</returns>
    private static async Task<RefChange?> MergeAsync(GitHubRequest call, AppRepository repository, string into, string from, string message)
    {
        var tip = repository.Git.Refs.Find($"refs/heads/{into}") is { } sha
            ? repository.Objects.Commit(sha)
            : throw new GitHubException(StatusCodes.Status404NotFound, "Base does not exist");
        var head = await repository.Git.ResolveAsync(from, call.Cancelled) ?? throw new GitHubException(StatusCodes.Status404NotFound, "Head does not exist");
        var compared = CommitWalk.Compare(repository.Objects, tip.Sha, head.Sha);
        if (compared.Ahead.Count == 0)
        {
            return null;
        }

        var tree = await TreeMerge.MergeAsync(
            repository.Objects, repository.Git.Process, compared.MergeBase is { } shared ? repository.Objects.Commit(shared).Tree : null, tip.Tree, head.Tree, call.Cancelled)
            ?? throw GitHubException.Conflict("Merge conflict");
        var now = call.State.Time.GetUtcNow();
        var merge = repository.Git.WriteCommit(
            tree, [tip.Sha, head.Sha], new GitSignature(call.Actor.Name, call.Actor.Email, now), GitHubSignature.At(now), message);
        return new RefChange($"refs/heads/{into}", tip.Sha, merge.Sha);
    }
}
