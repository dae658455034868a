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

internal sealed record OverviewData(OverviewData.Source? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="DefaultBranchRef">Null in an empty repository.</param>
    internal sealed record Source(Branch? DefaultBranchRef, GraphNodes<Tag>? Refs, GraphNodes<GraphPull>? PullRequests);

    internal sealed record Branch(string Name, Head? Target);

    internal sealed record Head(GraphNodes<GraphCommit>? History);

    internal sealed record Tag(string Name, TagTarget? Target);

    /// <summary>A commit; or, for an annotated tag, an object that leads to another.</summary>
    internal sealed record TagTarget(CommitSha? Oid, DateTimeOffset? CommittedDate, TagTarget? Target)
    {
        public (CommitSha Sha, DateTimeOffset At)? Commit =>
            CommittedDate is { } at && Oid is { } oid ? (oid, at) : Target?.Commit;
    }
}

/// <summary>A commit as GraphQL tells it.</summary>
/// <param name="StatusCheckRollup">Null where there are no checks, or they may not be read.</param>
internal sealed record GraphCommit(
    CommitSha Oid,
    string Message,
    DateTimeOffset CommittedDate,
    GraphCommit.Actor? Author,
    GraphNodes<GraphPull>? AssociatedPullRequests,
    GraphCommit.Rollup? StatusCheckRollup)
{
    internal sealed record Actor(string? Name, Account? User);

    internal sealed record Account(string? Login);

    /// <param name="State">SUCCESS, PENDING, EXPECTED, FAILURE or ERROR.</param>
    internal sealed record Rollup(string? State);
}
