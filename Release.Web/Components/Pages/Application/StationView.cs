using Release.Web.Components.Pages.Board;

namespace Release.Web.Components.Pages.Application;

/// <summary>A stop on the line of environments.</summary>
/// <param name="Version">What is there; null when nothing is.</param>
/// <param name="Gap">How it compares with the station before; null when it does not differ.</param>
/// <param name="Coming">The version on its way here and what it waits for; null when none is.</param>
public sealed record StationView(
    EnvironmentName Name,
    string DisplayName,
    CellAgreement Tone,
    string? Version,
    DateTimeOffset? Since,
    GapView? Gap,
    string? Coming);
