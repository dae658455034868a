using Release.Core.Applications;

namespace Release.Core.Clusters;

/// <summary>
/// An Argo CD <c>Application</c>, with the fields of contracts §7 that decide whether a rollout is complete. In an
/// environment without Argo CD it is a Deployment, described in the same terms.
/// </summary>
/// <param name="Name">For example <c>draft-frontend</c>.</param>
/// <param name="Namespace">Where its resources run.</param>
/// <param name="ImageTag">Its <c>imageTag</c> annotation.</param>
/// <param name="Revision">The commit it was compared with.</param>
/// <param name="AssessedAt">When Argo CD last compared and assessed it (<c>status.reconciledAt</c>).</param>
/// <param name="Operation">The last sync operation; null when there was none.</param>
/// <param name="Conditions">Argo CD's conditions, as <c>type: message</c>.</param>
public sealed record SyncedApplication(
    string Name,
    string Namespace,
    ImageTag? ImageTag,
    Reported<SyncStatus> SyncStatus,
    string? Revision,
    Reported<HealthStatus> HealthStatus,
    DateTimeOffset? AssessedAt,
    SyncOperation? Operation,
    IReadOnlyList<string> Conditions)
{
    /// <summary>Something unusual about the sync that people should know; null when there was nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>A sync operation of Argo CD.</summary>
/// <param name="Message">Argo CD's own words.</param>
/// <param name="Revision">The commit it synced (<c>syncResult.revision</c>).</param>
/// <param name="Resources">What it did with each resource and hook.</param>
public sealed record SyncOperation(
    Reported<OperationPhase> Phase,
    string? Message,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Revision,
    IReadOnlyList<SyncedResource> Resources)
{
    public bool IsRunning => Phase.IsRunning();

    public bool HasFailed => Phase.HasFailed();
}

/// <summary>One entry of <c>syncResult.resources[]</c>.</summary>
public sealed record SyncedResource(
    string Kind,
    string Namespace,
    string Name,
    Reported<ResourceSyncStatus>? Status,
    string? Message,
    Reported<OperationPhase>? HookPhase,
    string? HookType)
{
    public bool HasFailed => HookPhase is { } phase && phase.HasFailed() || Status is { State: ResourceSyncStatus.SyncFailed };
}
