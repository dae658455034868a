using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>A branch merged into another without a pull request.</summary>
internal sealed class MergeRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes => [new("POST", "/repos/{owner}/{repo}/merges", MergeAsync)];

    private static async Task<GitHubAnswer> MergeAsync(GitHubCall call)
    {
        var writer = call.RequireWriter();
        var repository = await call.RepositoryAsync();
        var body = await call.ReadJsonAsync();
        var (into, from) = (body.Required("base"), body.Required("head"));
        GitCommit tip;
        GitCommit merge;
        using (await repository.Git.LockAsync(call.Cancelled))
        {
            tip = repository.Git.Refs.Read().TryGetValue($"refs/heads/{into}", out var sha)
                ? repository.Objects.Commit(sha)
                : throw new GitHubException(StatusCodes.Status404NotFound, "Base does not exist");
            var head = await repository.Git.ResolveAsync(from, call.Cancelled) ?? throw new GitHubException(StatusCodes.Status404NotFound, "Head does not exist");
            var compared = CommitWalk.Compare(repository.Objects, tip.Sha, head.Sha);
            if (compared.Ahead.Count == 0)
            {
                return GitHubAnswer.NoContent;
            }

            var tree = await TreeMerge.MergeAsync(
                repository.Objects, repository.Git.Process, compared.MergeBase is { } shared ? repository.Objects.Commit(shared).Tree : null, tip.Tree, head.Tree, call.Cancelled)
                ?? throw GitHubException.Conflict("Merge conflict");
            var now = call.State.Time.GetUtcNow();
            merge = repository.Git.WriteCommit(
                tree, [tip.Sha, head.Sha], new GitSignature(call.Actor.Name, call.Actor.Email, now), GitHubSignature.At(now),
                body.Text("commit_message") ?? $"Merge {from} into {into}");
            await repository.Git.Refs.UpdateAsync([new RefChange($"refs/heads/{into}", tip.Sha, merge.Sha)], call.Cancelled);
        }

        repository.Pulls.Follow($"refs/heads/{into}", merge.Sha, call.State.Time.GetUtcNow());
        call.State.Repositories.Report(new RepositoryChange(repository.Name, $"refs/heads/{into}", tip.Sha, merge.Sha, writer.Login));
        return GitHubAnswer.Json(CommitJson.Listed(call, repository, merge), StatusCodes.Status201Created);
    }
}
