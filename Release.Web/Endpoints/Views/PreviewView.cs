using Release.Core.Commands;
using Release.Core.Previews;
using Release.Core.Sources;
using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>What a deployment would bring, before anybody decides.</summary>
/// <param name="Available">Whether GitHub could say what it ships.</param>
/// <param name="Reason">Why not, in a sentence.</param>
/// <param name="Since">Since when GitHub has been away; null when it is not.</param>
/// <param name="Version">The image's tag that would be deployed; null when that is not known.</param>
/// <param name="Reference">What was asked for, where that is not the tag.</param>
/// <param name="ImageExists">Null when no registry could say.</param>
/// <param name="Checks">What CI says of the commit: unknown, none, pending, passed or failed.</param>
/// <param name="Changes">Null when not available.</param>
internal sealed record PreviewView(
    bool Available,
    string? Reason,
    DateTime? Since,
    string? Version,
    string? Reference,
    string? SourceCommit,
    bool? ImageExists,
    string Checks,
    ChangesView? Changes,
    IReadOnlyList<RiskView> Risks)
{
    public static PreviewView Of(DeployPreview preview, SourceSettings sources, DateTimeOffset now)
    {
        var found = preview.Resolved as ResolvedVersion.Found;
        return new(
            preview.Changes is not null,
            preview.Trouble,
            preview.Source?.AwaySince?.UtcDateTime,
            found?.Version.Value,
            found?.Reference,
            preview.Changes?.Head?.Value ?? found?.Commit?.Value,
            found?.ImageExists,
            preview.Checks.Word(),
            preview.Changes is { } changes ? ChangesView.Of(DeploymentChanges.Of(changes.For(Guid.Empty, now)), sources) : null,
            [.. preview.Risks.Select(RiskView.Of)]);
    }
}
