using System.Net;
using System.Text.RegularExpressions;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Suggests references that begin with what a person has typed.</summary>
internal sealed partial class ReferenceSuggestions(GitHubApi api, OverviewCache overviews)
{
    public const int Most = 20;
    private const int MostPages = 10;

    public async Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken)
    {
        if (begin.Length == 0)
        {
            // There may be thousands of references, so suggest the newest tags, which are in the overview.
            var overview = await overviews.GetAsync(repository, cancellationToken);
            return overview is null ? [] : [.. Names(overview.Tags.Select(tag => tag.Name).Append(overview.DefaultBranch)).Take(Most)];
        }

        if (begin.Length > GitReferenceName.MaxLength || !Beginning().IsMatch(begin))
        {
            return [];
        }

        var tags = await FindAsync(repository, "tags", begin, cancellationToken);
        var branches = tags.Count >= Most ? [] : await FindAsync(repository, "heads", begin, cancellationToken);
        return [.. tags.Concat(branches).Distinct().Take(Most)];
    }

    private async Task<List<GitReferenceName>> FindAsync(SourceRepository repository, string kind, string begin, CancellationToken cancellationToken)
    {
        var prefix = $"refs/{kind}/";
        string[] values = [repository.Owner, repository.Name, $"{kind}/{begin}"];
        var found = await api.FindAsync(
            GitHubRoutes.MatchingReferences, $"the {kind} of {repository}", client => client.PagesAsync<Octokit.Reference>(values, MostPages),
            cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
        var names = (found ?? []).Where(each => each.Ref.StartsWith(prefix, StringComparison.Ordinal)).Select(each => each.Ref[prefix.Length..]);

        // v1367 before v136 before v13: the newest version with this beginning is most likely meant.
        return [.. Names(names.OrderByDescending(name => name == begin).ThenByDescending(Padded, StringComparer.Ordinal)).Take(Most)];
    }

    private static IEnumerable<GitReferenceName> Names(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (GitReferenceName.TryParse(name, out var reference))
            {
                yield return reference;
            }
        }
    }

    private static string Padded(string name) => Number().Replace(name, match => match.Value.PadLeft(12, '0'));

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._/+@#-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
