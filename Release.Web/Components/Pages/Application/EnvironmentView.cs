using Release.Core.Board;

namespace Release.Web.Components.Pages.Application;

/// <summary>One environment of the application, as it is drawn.</summary>
/// <param name="Verdict">What the three truths come to, in a sentence.</param>
/// <param name="DriftSince">Since when they differ; null while they agree or something is under way.</param>
/// <param name="Away">That its cluster cannot be asked, since when and why; null when it can.</param>
public sealed record EnvironmentView(
    BoardCell Cell,
    string DisplayName,
    IReadOnlyList<CellStateView> Truths,
    CellAgreement Tone,
    string Verdict,
    DateTimeOffset? DriftSince,
    string? Away);
