using Release.Core.Changes;

namespace Release.Integrations.GitHub.Objects;

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
