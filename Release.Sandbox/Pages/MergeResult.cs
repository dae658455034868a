using Release.Sandbox.GitHub.Actions;

namespace Release.Sandbox.Pages;

/// <summary>The result of a merged pull request, as the page shows it. Pure.</summary>
/// <param name="Answer">In a sentence.</param>
public sealed record MergeResult(bool Good, string Answer)
{
    public static MergeResult Of(MergedPullRequest merged) => merged.StatusCode is >= 200 and < 300
        ? new(true, $"CI made {merged.Version}, and Release took it ({merged.StatusCode}).")
        : new(false, $"CI made {merged.Version}, but Release answered {merged.StatusCode}: {merged.Answer}");

    public static MergeResult Failed(string why) => new(false, why);
}
