using Release.Core.Applications;

namespace Release.Core.Clusters;

/// <summary>
/// An Argo CD <c>Application</c>, with the fields of contracts §7 that decide whether a version has landed; or, in an
/// environment without Argo CD, a Deployment in the same words.
/// </summary>
/// <param name="Name">For example <c>draft-frontend</c>.</param>
/// <param name="Namespace">Where its resources run.</param>
/// <param name="ImageTag">Its <c>imageTag</c> annotation.</param>
/// <param name="SyncStatus">Synced, OutOfSync or Unknown.</param>
/// <param name="Revision">The commit it was compared with.</param>
/// <param name="HealthStatus">Healthy, Progressing, Degraded, Suspended, Missing or Unknown.</param>
/// <param name="AssessedAt">When Argo CD last compared and assessed it (<c>status.reconciledAt</c>).</param>
/// <param name="Operation">The last sync operation; null when there was none.</param>
/// <param name="Conditions">Argo CD's conditions, as <c>type: message</c>.</param>
public sealed record SyncedApplication(
    string Name,
    string Namespace,
    ImageTag? ImageTag,
    string SyncStatus,
    string? Revision,
    string HealthStatus,
    DateTimeOffset? AssessedAt,
    SyncOperation? Operation,
    IReadOnlyList<string> Conditions)
{
    /// <summary>Who syncs it, in words: Argo CD, or Release itself.</summary>
    public string By { get; init; } = LiveSync.ArgoCd;

    /// <summary>What people should know of how it was synced; null when it went as ever.</summary>
    public string? Note { get; init; }
}

/// <summary>A sync operation of Argo CD.</summary>
/// <param name="Phase">Running, Succeeded, Failed, Error or Terminating.</param>
/// <param name="Message">Argo CD's own words.</param>
/// <param name="Revision">The commit it synced (<c>syncResult.revision</c>).</param>
/// <param name="Resources">What it did with each resource and hook.</param>
public sealed record SyncOperation(
    string Phase,
    string? Message,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Revision,
    IReadOnlyList<SyncedResource> Resources)
{
    public bool IsRunning => Phase is "Running" or "Terminating";

    public bool HasFailed => Phase is "Failed" or "Error";
}

/// <summary>One entry of <c>syncResult.resources[]</c>.</summary>
public sealed record SyncedResource(string Kind, string Namespace, string Name, string? Status, string? Message, string? HookPhase, string? HookType)
{
    public bool HasFailed => HookPhase is "Failed" or "Error" || Status is "SyncFailed";
}
