using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Components.Shared;

/// <summary>The changes of a deployment, for the deploy sheet and the deployment's page. Pure.</summary>
internal static class ShipsState
{
    /// <summary>Grouped by pull request, newest first.</summary>
    /// <param name="removed">Whether to return the commits that it removes, or those that it adds.</param>
    public static IReadOnlyList<ShipsGroup> Groups(DeploymentChanges changes, bool removed) =>
    [
        .. changes.Commits.Where(commit => commit.IsRemoved == removed).Reverse()
            .GroupBy(commit => commit.PullRequest is { } number ? $"#{number}" : commit.Sha)
            .Select(group => group.ToArray())
            .Select(commits => new ShipsGroup(
                commits[0].PullRequest,
                commits[0].PullRequestTitle is { Length: > 0 } title ? title : commits[0].Title,
                [.. commits.Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase)],
                commits)),
    ];

    /// <summary>In a sentence: <c>12 commits in 3 pull requests, by 4 people</c>.</summary>
    public static string Summary(DeploymentChanges changes)
    {
        if (changes.Relation is ChangeRelation.Identical)
        {
            return "It is the same commit as the deployed version: the code does not change.";
        }

        var pulls = changes.Commits.Where(commit => !commit.IsRemoved).Select(commit => commit.PullRequest).OfType<int>().Distinct().Count();
        var people = changes.Commits.Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var removed = changes.Commits.Count(commit => commit.IsRemoved);
        string?[] parts =
        [
            changes.CommitCount > 0 || removed == 0 ? Count(changes.CommitCount, "commit") + (pulls > 0 ? $" in {Count(pulls, "pull request")}" : "") : null,
            removed > 0 ? $"{Count(removed, "commit")} removed" : null,
            people > 0 ? $"by {(people == 1 ? "one person" : $"{people} people")}" : null,
        ];
        return string.Join(", ", parts.OfType<string>()) + ".";
    }

    /// <summary>One or two letters: <c>jane-doe</c> → <c>JD</c>, <c>Ada Lovelace</c> → <c>AL</c>, <c>dependabot[bot]</c> → <c>D</c>.</summary>
    public static string Initials(string author)
    {
        var words = author.Split('[')[0].Split([' ', '-', '_', '.'], StringSplitOptions.RemoveEmptyEntries).Where(word => char.IsLetterOrDigit(word[0])).ToArray();
        return words.Length == 0 ? "?" : string.Concat(words.Take(1).Concat(words.Skip(1).TakeLast(1)).Select(word => char.ToUpperInvariant(word[0])));
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}

/// <summary>The commits of one pull request, or one commit without a pull request.</summary>
/// <param name="PullRequest">Its number; null for a single commit.</param>
/// <param name="Title">The pull request's, or the commit's.</param>
/// <param name="Authors">Each once.</param>
/// <param name="Commits">Newest first.</param>
public sealed record ShipsGroup(int? PullRequest, string Title, IReadOnlyList<string> Authors, IReadOnlyList<DeploymentCommit> Commits);
