using Release.Sandbox.ArgoCd;

namespace Release.Sandbox.Clusters;

/// <summary>What survives a restart of one cluster, in <c>clusters/&lt;environment&gt;.json</c>.</summary>
/// <param name="ResourceVersion">The highest at the time of writing; the next start begins well above it, so that old watches learn they are too old.</param>
internal sealed record ClusterState(long ResourceVersion, IReadOnlyList<ApplicationState> Applications);
