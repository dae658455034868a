namespace Release.Sandbox.Faults;

/// <summary>What is wrong with a cluster's API server. What stands here is all there is: the default is a cluster that works.</summary>
/// <param name="Away">Its connections end, and no new one succeeds.</param>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers, instead of being refused.</param>
/// <param name="Delay">Before every answer.</param>
/// <param name="Forbidden">It answers every request with 403.</param>
public sealed record ClusterTrouble(bool Away = false, bool Hang = false, TimeSpan Delay = default, bool Forbidden = false);
