using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Engine;

/// <summary>
/// Maps a Deployment that Release sets to Core's <see cref="SyncedApplication"/>, in Argo CD's terms, so that
/// <c>RolloutVerification</c> treats both engines alike. It is Synced only while the live template still has the applied
/// image.
/// </summary>
internal static class EngineMapping
{
    public static SyncedApplication Map(KubernetesDeployment deployment, string defaultNamespace, DateTimeOffset now)
    {
        var applied = AppliedVersion(deployment);
        var revision = NotEmpty(deployment.Metadata.Annotation(EngineAnnotations.ConfigCommit));
        var at = ImageHolders.AppliedAt(deployment);
        var foreign = ImageHolders.FindManualChange(deployment);
        var holders = NotEmpty(deployment.Metadata.Annotation(EngineAnnotations.TakenOverFrom));
        return new SyncedApplication(
            deployment.Metadata.Name,
            deployment.Metadata.Namespace ?? defaultNamespace,
            applied,
            SyncStatusOf(deployment),
            revision,
            DeploymentHealth.Of(deployment),

            // It is assessed now, and so never before it was applied, even if the cluster's clock is ahead of ours.
            at > now ? at : now,
            applied is null || at is null ? null : new SyncOperation(OperationPhase.Succeeded, Note(holders), at, at, revision, []),
            foreign is null ? [] : [$"ForeignChangeError: {Describe(foreign)}"])
        {
            Note = holders is null ? null : Note(holders),
        };
    }

    /// <summary>The version that Release applied last; null if it never did.</summary>
    public static ImageTag? AppliedVersion(KubernetesDeployment deployment) =>
        ImageTag.TryParse(deployment.Metadata.Annotation(EngineAnnotations.WantedVersion), out var tag) ? tag : null;

    /// <summary>Argo CD's sync status: whether the live template has the applied version.</summary>
    public static SyncStatus SyncStatusOf(KubernetesDeployment deployment) =>
        AppliedVersion(deployment) is not { } applied ? SyncStatus.Unknown
        : RolloutMapping.TagOf(deployment) == applied ? SyncStatus.Synced
        : SyncStatus.OutOfSync;

    private static string? Note(string? holders) => holders is null ? null : $"took the image over from {holders}";

    private static string Describe(ManualChange foreign) =>
        $"{foreign.Manager} set the image to {foreign.Version?.Value ?? "one without a tag"}{(foreign.At is { } at ? $" at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : "")}";

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A Deployment's health as Argo CD assesses it (argo-cd.readthedocs.io, "Resource Health").</summary>
internal static class DeploymentHealth
{
    public static HealthStatus Of(KubernetesDeployment deployment)
    {
        if (deployment.Spec?.Paused == true)
        {
            return HealthStatus.Suspended;
        }

        var status = deployment.Status;
        if (status is null || (status.ObservedGeneration ?? 0) < (deployment.Metadata.Generation ?? 0))
        {
            return HealthStatus.Progressing;
        }

        var hasGivenUp = status.Conditions?.Any(condition => condition is { Type: "Progressing", Reason: "ProgressDeadlineExceeded" }) == true;
        return hasGivenUp ? HealthStatus.Degraded : IsMoving(deployment, status) ? HealthStatus.Progressing : HealthStatus.Healthy;
    }

    /// <summary>New pods are missing, old ones still exist, or some are not available.</summary>
    private static bool IsMoving(KubernetesDeployment deployment, KubernetesDeployment.RolloutPart status) =>
        status.UpdatedReplicas < RolloutMapping.WantedOf(deployment)
        || status.Replicas > status.UpdatedReplicas
        || status.AvailableReplicas < status.UpdatedReplicas;
}
