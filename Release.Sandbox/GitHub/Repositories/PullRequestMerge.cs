using System.Globalization;
using Release.Sandbox.Git.History;
using Release.Sandbox.Git.Objects;
using Release.Sandbox.GitHub.Accounts;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>Merges a pull request as GitHub's merge button does. The caller holds the repository's lock.</summary>
internal sealed class PullRequestMerge(AppRepository repository, TimeProvider time)
{
    private GitRefs Refs => repository.Git.Refs;

    /// <exception cref="ConflictException">It is not open, or it conflicts.</exception>
    public async Task<RepositoryChange> RunAsync(int? number, string? by, CancellationToken cancellationToken, string? message = null)
    {
        var pull = Choose(number) ?? await OpenOneAsync(cancellationToken);
        var main = repository.Tip(pull.BaseBranch);
        var person = People.Find(by ?? "") ?? People.Authors[pull.Number % People.Authors.Count];
        var now = time.GetUtcNow();
        var compared = CommitWalk.Compare(repository.Objects, main.Sha, pull.HeadSha);
        if (compared.Ahead.Count == 0)
        {
            return Complete(pull, person, main);
        }

        var tree = await TreeMerge.MergeAsync(
            repository.Objects, repository.Git.Process, compared.MergeBase is { } shared ? repository.Objects.Commit(shared).Tree : null,
            main.Tree, repository.Objects.Commit(pull.HeadSha).Tree, cancellationToken)
            ?? throw new ConflictException("Pull Request is not mergeable");
        var merge = repository.Git.WriteCommit(
            tree, [main.Sha, pull.HeadSha], new GitSignature(person.Name, person.Email, now), GitHubSignature.At(now),
            message ?? $"Merge pull request #{pull.Number} from {SandboxGitHub.Organisation}/{pull.HeadBranch}\n\n{pull.Title}");

        // References move first. After a kill in between, the pull request is still open, and merging it again completes it.
        var changes = new List<RefChange> { new($"refs/heads/{pull.BaseBranch}", main.Sha, merge.Sha) };
        if (Refs.Find($"refs/heads/{pull.HeadBranch}") is { } branch)
        {
            changes.Add(new RefChange($"refs/heads/{pull.HeadBranch}", branch, null));
        }

        await MoveAsync(changes, cancellationToken);
        return Close(pull with { BaseSha = main.Sha }, person, main.Sha, merge.Sha);
    }

    /// <summary>Completes a merge that was killed after the base branch moved.</summary>
    private RepositoryChange Complete(PullRequest pull, Person person, GitCommit main)
    {
        var merge = CommitWalk.From(repository.Objects, main.Sha).FirstOrDefault(commit => commit.Parents.Skip(1).Contains(pull.HeadSha, StringComparer.Ordinal)) ?? main;
        return Close(pull, person, merge.Parents.FirstOrDefault(), merge.Sha);
    }

    private RepositoryChange Close(PullRequest pull, Person person, string? before, string merge)
    {
        var now = time.GetUtcNow();
        var merged = pull with { Open = false, MergedAt = now, ClosedAt = now, MergedBy = person.Login, MergeCommitSha = merge };
        repository.Pulls.Save(merged);
        return new RepositoryChange(repository.Name, $"refs/heads/{pull.BaseBranch}", before, merge, person.Login, merged);
    }

    private async Task MoveAsync(List<RefChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            await repository.MoveAsync(changes, cancellationToken);
        }
        catch (ConflictException)
        {
            throw new ConflictException("Base branch was modified. Review and try the merge again.");
        }
    }

    private PullRequest? Choose(int? number)
    {
        if (number is { } wanted)
        {
            return repository.Pulls.Find(wanted) is { Open: true } found
                ? found
                : throw new ConflictException($"Pull request #{wanted.ToString(CultureInfo.InvariantCulture)} is not open.");
        }

        var open = repository.Pulls.All.Where(pull => pull.Open && pull.BaseBranch == SandboxGitHub.DefaultBranch).ToList();
        return open.FirstOrDefault(pull => pull.Author != People.Dependabot.Login) ?? open.FirstOrDefault();
    }

    /// <summary>Opens a sample pull request.</summary>
    private async Task<PullRequest> OpenOneAsync(CancellationToken cancellationToken)
    {
        var number = repository.Pulls.NextNumber;
        var author = People.Authors[number * 3 % People.Authors.Count];
        var change = SampleChanges.All[number * 7 % SampleChanges.All.Count];
        var main = repository.Tip();
        var now = time.GetUtcNow();
        var signature = new GitSignature(author.Name, author.Email, now);
        var objects = repository.Objects;
        var former = TreeEdit.Find(objects, main.Tree, change.Path) is { } entry ? objects.Find(entry.Sha)!.Content : [];
        var blob = objects.Write("blob", [.. former, .. System.Text.Encoding.UTF8.GetBytes($"# {change.Title} (#{number})\n")]);
        var head = repository.Git.WriteCommit(TreeEdit.Set(objects, main.Tree, change.Path, blob), [main.Sha], signature, signature, $"{change.Title}\n\n{change.Why}");
        var pull = new PullRequest
        {
            Number = number,
            Title = change.Title,
            Body = change.Why,
            Author = author.Login,
            HeadBranch = $"{change.Branch}-{number.ToString(CultureInfo.InvariantCulture)}",
            HeadSha = head.Sha,
            BaseSha = main.Sha,
            Open = true,
            CreatedAt = now,
        };
        await Refs.UpdateAsync(
            [new RefChange($"refs/heads/{pull.HeadBranch}", null, head.Sha), new RefChange($"refs/pull/{number.ToString(CultureInfo.InvariantCulture)}/head", null, head.Sha)],
            cancellationToken);
        repository.Pulls.Save(pull);
        return pull;
    }
}

/// <summary>The committer of commits made on the site.</summary>
internal static class GitHubSignature
{
    public static GitSignature At(DateTimeOffset time) => new("GitHub", "noreply@github.example", time);
}
