using Release.Core.Applications;

namespace Release.Core.Intake;

/// <summary>Argo CD's word that an application has synced and is healthy (contracts §3).</summary>
/// <param name="Application">The Argo CD application, for example <c>draft-frontend</c>.</param>
/// <param name="State">The operation's phase.</param>
public sealed record PostSyncEvent(
    string Application,
    string State,
    ApplicationName RepoName,
    ImageTag ImageTag,
    bool PromoteDeployment,
    bool AutomaticDeploysEnabled);
