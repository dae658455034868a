using Release.Core.Changes;
using Release.Data.Queries;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>What a deployment shipped, in lines and words. Pure.</summary>
internal static class ShippedState
{
    /// <summary>Pull requests in the order in which their first commit came; commits without one are one group, at the end.</summary>
    /// <param name="removed">Those that were taken away instead of those that were brought.</param>
    public static IReadOnlyList<ShippedGroup> Groups(DeploymentChanges changes, bool removed) =>
        [.. changes.Commits.Where(commit => commit.IsRemoved == removed)
            .GroupBy(commit => commit.PullRequest)
            .OrderBy(group => group.Key is null)
            .Select(group => new ShippedGroup(group.Key, group.First().PullRequestTitle, [.. group]))];

    public static IReadOnlyList<string> Authors(DeploymentChanges changes) =>
        [.. changes.Commits.Where(commit => !commit.IsRemoved || changes.Relation is ChangeRelation.Behind)
            .Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary><c>3 commits, 2 pull requests</c>, or what happened instead.</summary>
    public static string Summary(DeploymentChanges changes)
    {
        var removed = changes.Commits.Count(commit => commit.IsRemoved);
        return changes.Relation switch
        {
            ChangeRelation.Identical => "The same commit as before: nothing changed.",
            ChangeRelation.Behind => $"It went back: {Count(removed, "commit")} taken away.",
            ChangeRelation.Diverged => $"{Brought(changes)} brought, {Count(removed, "commit")} taken away.",
            ChangeRelation.Ahead => $"{Brought(changes)}.",
            _ => "",
        };
    }

    private static string Brought(DeploymentChanges changes)
    {
        var pulls = changes.Commits.Where(commit => !commit.IsRemoved).Select(commit => commit.PullRequest).OfType<int>().Distinct().Count();
        return Count(changes.CommitCount, "commit") + (pulls == 0 ? "" : $", {Count(pulls, "pull request")}");
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
