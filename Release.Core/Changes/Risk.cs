namespace Release.Core.Changes;

/// <param name="Sentence">For people.</param>
/// <param name="Link">Where one sees it; null when there is no such place.</param>
public sealed record Risk(RiskKind Kind, string Sentence, string? Link = null);
