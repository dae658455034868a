namespace Release.Core.Live;

/// <summary>
/// What whatever syncs an application says beside its version; of several applications on one image, the worst one's.
/// Texts, so that two that are equal can be told to be.
/// </summary>
/// <param name="By">Who syncs: <c>Argo CD</c> or <c>Release</c>.</param>
/// <param name="Revision">The commit that it compared the cluster with.</param>
/// <param name="Phase">Of its last operation: Running, Succeeded, Failed, Error, Terminating; null when there was none.</param>
/// <param name="Message">That operation's own words.</param>
/// <param name="Conditions">What it complains of, as <c>type: message</c>; null when of nothing.</param>
/// <param name="OutOfSync">Which resources differ from git, for example <c>Deployment frontend</c>; null when none does.</param>
/// <param name="Disagreement">How several applications on one image differ, for example <c>frontend has v2, draft-frontend v1</c>.</param>
public sealed record LiveSync(
    string By,
    string? Revision = null,
    string? Phase = null,
    string? Message = null,
    string? Conditions = null,
    string? OutOfSync = null,
    string? Disagreement = null)
{
    public const string ArgoCd = "Argo CD";
    public const string OurSelves = "Release";

    public bool IsRunning => Phase is "Running" or "Terminating";
}
