namespace Release.Sandbox.GitHub.Checks;

/// <summary>What one check says of a commit.</summary>
/// <param name="Status"><c>queued</c>, <c>in_progress</c> or <c>completed</c>.</param>
/// <param name="Conclusion"><c>success</c>, <c>failure</c>, <c>cancelled</c>, …; null until it is completed.</param>
/// <param name="DetailsUrl">Where it can be looked at; null for the commit's own page. A path begins with a slash and is of the site.</param>
internal sealed record CheckRun(
    long Id, string Name, string Status, string? Conclusion, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, string? DetailsUrl = null);
