using Release.Core.Sources;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Reads GitHub's repositories.</summary>
internal sealed class GitHubSourceHost(
    OverviewCache overviews, ReferenceResolver references, CommitTags tags, ReferenceSuggestions suggestions, ComparisonReader comparisons, ChecksReader checks)
    : ISourceHost, ISourceHostCache
{
    public Task<SourceOverview?> OverviewAsync(SourceRepository repository, CancellationToken cancellationToken) => overviews.GetAsync(repository, cancellationToken);

    public Task<ResolvedReference?> ResolveAsync(SourceRepository repository, GitReferenceName reference, CancellationToken cancellationToken) =>
        references.ResolveAsync(repository, reference, cancellationToken);

    public Task<IReadOnlyList<string>> TagsOnAsync(SourceRepository repository, CommitSha commit, DateTimeOffset committedAt, CancellationToken cancellationToken) =>
        tags.FindAsync(repository, commit, committedAt, cancellationToken);

    public Task<IReadOnlyList<GitReferenceName>> SuggestAsync(SourceRepository repository, string begin, CancellationToken cancellationToken) =>
        suggestions.SuggestAsync(repository, begin, cancellationToken);

    public Task<Comparison?> CompareAsync(SourceRepository repository, CommitSha @base, CommitSha head, CancellationToken cancellationToken) =>
        comparisons.ReadAsync(repository, @base, head, cancellationToken);

    public Task<CheckState> ChecksAsync(SourceRepository repository, CommitSha commit, CancellationToken cancellationToken) =>
        checks.ReadAsync(repository, commit, cancellationToken);

    public void Forget(SourceRepository repository) => overviews.Forget(repository);
}
