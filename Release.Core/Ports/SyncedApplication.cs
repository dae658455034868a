using Release.Core.Applications;
using Release.Core.Live;

namespace Release.Core.Ports;

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
