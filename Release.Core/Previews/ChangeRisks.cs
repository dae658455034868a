using System.Globalization;
using Release.Core.Sources;

namespace Release.Core.Previews;

/// <summary>Risks of the changes themselves, such as other people's commits and database migrations. Pure.</summary>
internal static class ChangeRisks
{
    private const int MostNamed = 3;

    public static IEnumerable<Risk> Of(RiskFacts facts)
    {
        var compare = CompareUrl(facts);
        if (facts.ImageExists is false)
        {
            yield return new Risk(RiskKind.Build, "There is no image yet. It is built first, which takes some minutes.");
        }

        if (facts is { Changes.Head: { } head, Checks: CheckState.Failed or CheckState.Pending })
        {
            var state = facts.Checks is CheckState.Failed ? "failed" : "is not done";
            yield return new Risk(RiskKind.Checks, $"CI {state} on {head.Short}.", facts.Sources?.CommitUrl(facts.Changes.Repository, head.Value));
        }

        if (facts.Changes?.Comparison is { } comparison)
        {
            foreach (var risk in OfComparison(facts, comparison))
            {
                yield return risk with { Link = risk.Link ?? compare };
            }
        }
        else if (facts.Changes is not null)
        {
            yield return new Risk(RiskKind.Unknown, $"The changes are not known. {facts.Changes.Note}".TrimEnd());
        }
    }

    private static IEnumerable<Risk> OfComparison(RiskFacts facts, Comparison comparison)
    {
        var others = comparison.Commits.Where(commit => !Matches(commit, facts.Actor)).ToArray();
        if (others.Length > 0)
        {
            yield return new Risk(RiskKind.OthersChanges, $"It ships {Count(others.Length, "change")} of others, by {Authors(others)}, {(others.Length == 1 ? "which is" : "which are")} not deployed here yet.");
        }

        if (comparison.Relation is ChangeRelation.Behind or ChangeRelation.Diverged)
        {
            var how = comparison.Relation is ChangeRelation.Behind ? "It goes back" : "It is on another branch of the history";
            var by = comparison.Removed.Count == 0 ? "" : $", by {Authors(comparison.Removed)}";
            yield return new Risk(RiskKind.GoesBack, $"{how}: {Count(comparison.Removed.Count, "change")} that {(comparison.Removed.Count == 1 ? "runs" : "run")} here now {(comparison.Removed.Count == 1 ? "is" : "are")} taken away{by}.");
        }

        if (facts.Changes!.Migrations is { Count: > 0 } migrations)
        {
            var names = string.Join(", ", migrations.Take(MostNamed)) + (migrations.Count > MostNamed ? " …" : "");
            var back = comparison.Relation is ChangeRelation.Behind or ChangeRelation.Diverged ? " Rolling back does not undo migrations." : "";
            yield return new Risk(RiskKind.Migrations, $"{Count(migrations.Count, "database migration")} among the changed files: {names}.{back}");
        }
        else if (!comparison.FilesAreComplete)
        {
            yield return new Risk(RiskKind.Migrations, "GitHub lists only some of the changed files: there may be database migrations among the others.");
        }
    }

    private static bool Matches(SourceCommit commit, string? actor) =>
        actor is not null && (string.Equals(commit.AuthorLogin, actor, StringComparison.OrdinalIgnoreCase) || (commit.AuthorLogin is null && string.Equals(commit.AuthorName, actor, StringComparison.OrdinalIgnoreCase)));

    private static string Authors(IReadOnlyCollection<SourceCommit> commits)
    {
        var authors = commits.Select(commit => commit.Author).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        return authors.Length <= MostNamed ? string.Join(", ", authors) : $"{string.Join(", ", authors.Take(MostNamed))} and {authors.Length - MostNamed} more";
    }

    private static string? CompareUrl(RiskFacts facts) =>
        facts is { Sources: { } sources, Changes: { Base: { } @base, Head: { } head, Repository: { } repository } }
            ? sources.CompareUrl(repository, @base.Value, head.Value)
            : null;

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}
