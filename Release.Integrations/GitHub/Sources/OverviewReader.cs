using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Asks for a repository's overview, each time.</summary>
internal sealed class OverviewReader(GitHubApi api, TimeProvider time)
{
    public async Task<SourceOverview?> ReadAsync(SourceRepository repository, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["owner"] = repository.Owner, ["name"] = repository.Name };
        var data = await api.QueryAsync<OverviewData>($"the commits and tags of {repository}", GraphQlQueries.Overview, variables, cancellationToken);
        return data?.Repository is { } source ? Map(repository, source) : null;
    }

    private SourceOverview Map(SourceRepository repository, OverviewData.Source source) => new(
        repository,
        source.DefaultBranchRef?.Name ?? "",
        [.. (source.DefaultBranchRef?.Target?.History?.All ?? []).Select(Map)],
        [.. (source.Refs?.All ?? []).Select(Map).OfType<SourceTag>()],
        source.PullRequests?.TotalCount ?? 0,
        time.GetUtcNow());

    private static SourceCommit Map(GraphCommit commit)
    {
        var pull = commit.AssociatedPullRequests?.All is [{ } first, ..] ? new PullRequestReference(first.Number, first.Title) : null;
        return new SourceCommit(
            commit.Oid,
            CommitMessage.Title(commit.Message),
            commit.Author?.User?.Login,
            commit.Author?.Name ?? "",
            commit.CommittedDate,
            pull ?? CommitMessage.PullRequest(commit.Message),
            Map(commit.StatusCheckRollup?.State));
    }

    private static SourceTag? Map(OverviewData.Tag tag) =>
        tag.Target?.Commit is { } commit ? new SourceTag(tag.Name, commit.Sha, commit.At) : null;

    private static CheckState Map(string? rollup) => rollup switch
    {
        null => CheckState.None,
        "SUCCESS" => CheckState.Passed,
        "PENDING" or "EXPECTED" => CheckState.Pending,
        "FAILURE" or "ERROR" => CheckState.Failed,
        _ => CheckState.Unknown,
    };
}
