namespace Release.Web.Components.Pages.Board;

/// <summary>An environment's column.</summary>
/// <param name="Name">For people.</param>
/// <param name="Away">That its cluster cannot be asked, and when it was last seen; null while it can.</param>
public sealed record ColumnView(string Name, string? Away);
