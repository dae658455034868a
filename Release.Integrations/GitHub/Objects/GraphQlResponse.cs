using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>GraphQL's answer: data, errors, or both if only a part could be answered.</summary>
internal sealed record GraphQlResponse<TData>(TData? Data, IReadOnlyList<GraphError>? Errors)
    where TData : class;

/// <summary>Data of a GraphQL answer.</summary>
internal interface IGraphData
{
    /// <summary>None of the requested data is there.</summary>
    bool IsEmpty { get; }
}

/// <param name="Type">NOT_FOUND, FORBIDDEN, INSUFFICIENT_SCOPES, RATE_LIMITED …; null for others.</param>
internal sealed record GraphError(string? Type, string? Message);

/// <summary>The requested part of a GraphQL connection.</summary>
internal sealed record GraphNodes<T>(IReadOnlyList<T>? Nodes, int TotalCount)
{
    /// <summary>Empty if this part could not be answered.</summary>
    public IReadOnlyList<T> All => Nodes ?? [];
}

internal sealed record GraphPull(int Number, string Title);

internal sealed record OverviewData(OverviewData.Source? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="DefaultBranchRef">Null in an empty repository.</param>
    internal sealed record Source(Branch? DefaultBranchRef, GraphNodes<Tag>? Refs, GraphNodes<GraphPull>? PullRequests);

    internal sealed record Branch(string Name, Head? Target);

    internal sealed record Head(GraphNodes<GraphCommit>? History);

    internal sealed record Tag(string Name, TagTarget? Target);

    /// <summary>A commit, or an annotated tag, which points to another object.</summary>
    internal sealed record TagTarget(CommitSha? Oid, DateTimeOffset? CommittedDate, TagTarget? Target)
    {
        public (CommitSha Sha, DateTimeOffset At)? Commit =>
            CommittedDate is { } at && Oid is { } oid ? (oid, at) : Target?.Commit;
    }
}

/// <summary>A commit from the GraphQL API.</summary>
/// <param name="StatusCheckRollup">Null if there are no checks, or Release may not read them.</param>
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

/// <summary>The pull requests of commits, each commit under its alias.</summary>
internal sealed record PullsData(IReadOnlyDictionary<string, PullsData.Commit?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    internal sealed record Commit(GraphNodes<GraphPull>? AssociatedPullRequests);
}

/// <summary>The texts of files, each under its alias.</summary>
internal sealed record BlobsData(IReadOnlyDictionary<string, BlobsData.Blob?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="Text">Null if the file is binary.</param>
    internal sealed record Blob(string? Text, bool IsTruncated);
}
