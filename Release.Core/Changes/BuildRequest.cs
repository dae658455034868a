using Release.Core.Environments;

namespace Release.Core.Changes;

/// <summary>The wish for an image that does not exist yet (contracts §9).</summary>
/// <param name="DefaultBranch">The branch whose workflow file is run.</param>
/// <param name="Reference">What is to be built.</param>
public sealed record BuildRequest(
    SourceRepository Repository, string DefaultBranch, EnvironmentName Environment, GitReferenceName Reference);
