using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

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
