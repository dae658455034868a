namespace Release.Core.Live;

/// <summary>The truths of a cell differ, and nothing is under way that would end it.</summary>
/// <param name="Since">Since when, kept through restarts.</param>
/// <param name="Detail">The difference in words, for example <c>wanted v41, running v40</c>.</param>
public sealed record Drift(DriftKind Kind, DateTimeOffset Since, string Detail);
