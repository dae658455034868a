using Microsoft.Extensions.Logging;
using Release.Core.Failures;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

/// <summary>Pull requests of commits, each under an alias of its own.</summary>
internal sealed record PullsData(IReadOnlyDictionary<string, PullsData.Commit?>? Repository) : IGraphData
{
    public bool IsEmpty => Repository is null;

    internal sealed record Commit(GraphNodes<GraphPull>? AssociatedPullRequests);
}
