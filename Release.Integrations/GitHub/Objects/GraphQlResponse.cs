using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Failures;
using Release.Core.Sources;

namespace Release.Integrations.GitHub.Objects;

/// <summary>GraphQL's answer: data, errors, or both, where a part could not be answered.</summary>
internal sealed record GraphQlResponse<TData>(TData? Data, IReadOnlyList<GraphError>? Errors)
    where TData : class;

/// <summary>Data of a GraphQL answer.</summary>
internal interface IGraphData
{
    /// <summary>Nothing of what was asked for is there.</summary>
    bool IsEmpty { get; }
}

/// <param name="Type">NOT_FOUND, FORBIDDEN, INSUFFICIENT_SCOPES, RATE_LIMITED …; null for others.</param>
internal sealed record GraphError(string? Type, string? Message);

/// <summary>A connection of GraphQL, as far as it was asked for.</summary>
internal sealed record GraphNodes<T>(IReadOnlyList<T>? Nodes, int TotalCount)
{
    /// <summary>None where that part could not be answered.</summary>
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

/// <summary>Pull requests of commits, each under an alias of its own.</summary>
internal sealed record PullsData(IReadOnlyDictionary<string, PullsData.Commit?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    internal sealed record Commit(GraphNodes<GraphPull>? AssociatedPullRequests);
}

/// <summary>Files' texts, each under an alias of its own.</summary>
internal sealed record BlobsData(IReadOnlyDictionary<string, BlobsData.Blob?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    /// <param name="Text">Null where it is no text.</param>
    internal sealed record Blob(string? Text, bool IsTruncated);
}
