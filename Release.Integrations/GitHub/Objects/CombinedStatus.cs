namespace Release.Integrations.GitHub.Objects;

/// <summary>The statuses of a commit, as older CI systems give them.</summary>
/// <param name="State">success, pending (also where there are none), failure or error.</param>
internal sealed record CombinedStatus(string State, int TotalCount);
