namespace Release.Web.Components.Pages.Board;

/// <summary>A cell as it is drawn; two that are equal look the same but for their ages.</summary>
/// <param name="Version">The version to name; null when there is none.</param>
/// <param name="Since">Since when that version is there.</param>
/// <param name="Line">What differs from quiet, in words; null when all is quiet.</param>
/// <param name="LineSince">Since when that is so; its age follows the line.</param>
/// <param name="Done">Progress, of <paramref name="Total"/>.</param>
/// <param name="DeploymentId">Where "Open" leads; null when there was no deployment.</param>
/// <param name="StaleSince">When its cluster was last seen, while it is away.</param>
public sealed record CellView(
    string Environment,
    CellTone Tone,
    string? Version,
    DateTimeOffset? Since,
    string? Line = null,
    DateTimeOffset? LineSince = null,
    int? Done = null,
    int? Total = null,
    Guid? DeploymentId = null,
    DateTimeOffset? StaleSince = null);
