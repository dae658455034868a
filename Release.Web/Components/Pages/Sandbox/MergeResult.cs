using Release.Core.Applications;
using Release.Core.Board;
using Release.Sandbox;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>What came of a merged pull request, as the panel shows it. Pure.</summary>
/// <param name="Answer">In a sentence.</param>
public sealed record MergeResult(string? Version, bool Good, string Answer)
{
    public static MergeResult Of(MergedPullRequest merged) => merged.StatusCode is >= 200 and < 300
        ? new(merged.Version, true, $"CI made {merged.Version}, and Release took it ({merged.StatusCode}).")
        : new(merged.Version, false, $"CI made {merged.Version}, but Release answered {merged.StatusCode}: {merged.Answer}");

    public static MergeResult Failed(string why) => new(null, false, why);

    /// <summary>The deployment of this version in the first environment that knows it; null while there is none.</summary>
    public Guid? FindDeployment(BoardRow? row) =>
        Version is not null && ImageTag.TryParse(Version, out var version)
            ? row?.Cells.FirstOrDefault(cell => cell.DeploymentVersion == version)?.DeploymentId
            : null;
}
