namespace Release.Web.Components.Pages.Deployment;

/// <summary>A line of a log.</summary>
/// <param name="Number">As an editor counts: from 1.</param>
public sealed record LogLine(int Number, string Text, bool Failing);
