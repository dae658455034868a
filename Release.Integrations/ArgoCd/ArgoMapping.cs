using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Integrations.Kubernetes.Objects;

namespace Release.Integrations.ArgoCd;

/// <summary>
/// Maps Argo CD's object to Core's <see cref="SyncedApplication"/> (contracts §7). A field that Argo CD has not set yet is
/// Unknown.
/// </summary>
internal static class ArgoMapping
{
    public static SyncedApplication Map(ArgoApplication application, string defaultNamespace)
    {
        var status = application.Status;
        return new SyncedApplication(
            application.Metadata.Name,
            application.Spec?.Destination?.Namespace is { Length: > 0 } own ? own : defaultNamespace,
            TagOf(application),
            SyncStatusOf(application),
            NotEmpty(status?.Sync?.Revision),
            HealthStatusOf(application),
            status?.ReconciledAt,
            status?.OperationState is { } operation ? Map(operation) : null,
            [.. (status?.Conditions ?? []).Select(condition => $"{condition.Type}: {condition.Message}")]);
    }

    public static ImageTag? TagOf(ArgoApplication application) =>
        ImageTag.TryParse(application.Metadata.Annotation("imageTag"), out var tag) ? tag : null;

    public static Reported<SyncStatus> SyncStatusOf(ArgoApplication application) => Reported.Parse<SyncStatus>(application.Status?.Sync?.Status);

    public static Reported<HealthStatus> HealthStatusOf(ArgoApplication application) => Reported.Parse<HealthStatus>(application.Status?.Health?.Status);

    private static SyncOperation Map(ArgoApplication.OperationPart operation) => new(
        Reported.Parse<OperationPhase>(operation.Phase),
        NotEmpty(operation.Message),
        operation.StartedAt,
        operation.FinishedAt,
        NotEmpty(operation.SyncResult?.Revision),
        [.. (operation.SyncResult?.Resources ?? []).Select(Map)]);

    private static SyncedResource Map(ArgoApplication.ResourcePart resource) => new(
        resource.Kind ?? "",
        resource.Namespace ?? "",
        resource.Name ?? "",
        Reported.ParseOptional<ResourceSyncStatus>(resource.Status),
        NotEmpty(resource.Message),
        Reported.ParseOptional<OperationPhase>(resource.HookPhase),
        NotEmpty(resource.HookType));

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
