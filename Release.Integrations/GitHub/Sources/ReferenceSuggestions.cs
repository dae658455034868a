using System.Text.RegularExpressions;
using Release.Core.Changes;
using Release.Integrations.GitHub.Client;
using Release.Integrations.GitHub.Objects;

namespace Release.Integrations.GitHub.Sources;

/// <summary>What a person who begins to type a reference may mean.</summary>
internal sealed partial class ReferenceSuggestions(GitHubClient client, OverviewCache overviews)
{
    public const int Most = 20;

    public async Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken)
    {
        if (begin.Length == 0)
        {
            // All of them would be thousands; the newest tags are known.
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
        var request = GitHubRequest.For(GitHubRoutes.MatchingReferences, $"the {kind} of {repository}", repository.Owner, repository.Name, $"{kind}/{begin}");
        var prefix = $"refs/{kind}/";
        var names = new List<string>();
        await foreach (var page in client.PagesAsync(request, GitHubJson.Default.IReadOnlyListReferenceObject, 10, cancellationToken))
        {
            names.AddRange(page.Where(found => found.Ref.StartsWith(prefix, StringComparison.Ordinal)).Select(found => found.Ref[prefix.Length..]));
        }

        // v1367 before v136 before v13: the newest version of those that begin so is most likely meant.
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
