using Release.Core.Changes;

namespace Release.Integrations.GitHub.Objects;

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
