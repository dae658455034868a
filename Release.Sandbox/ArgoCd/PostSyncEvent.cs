namespace Release.Sandbox.ArgoCd;

/// <summary>What Argo CD's notifications send after a sync; every value is a string (contracts §3).</summary>
internal sealed record PostSyncEvent(
    string Application, string State, string RepoName, string ImageTag, string PromoteDeployment, string AutomaticDeploysEnabled)
{
    public static PostSyncEvent Of(ArgoApplication application, SyncOperation operation) => new(
        application.Definition.Name,
        operation.Phase,
        application.Definition.File,
        operation.Tag,
        application.Wanted.PromoteDeployment ? "true" : "false",
        application.Wanted.AutomaticDeploysEnabled ? "true" : "false");
}
