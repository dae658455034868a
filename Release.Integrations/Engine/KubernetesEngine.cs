using Microsoft.Extensions.Logging;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.Engine;

/// <summary>
/// Deploys to clusters without Argo CD: sets the image of the first container of the application's Deployments by
/// server-side apply, and nothing else (ADR 0008). It reports their state in Argo CD's terms, so that the same rules verify
/// a rollout.
/// </summary>
internal sealed partial class KubernetesEngine(IClusterClients clients, ApplicationPlacements placements, TimeProvider clock, ILogger<KubernetesEngine> logger) : ISyncController
{
    public async Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var deployments = await ListAsync(request.Cell, cancellationToken);
        if (deployments.Count == 0)
        {
            var place = placements.Of(request.Cell.Application);
            throw new NothingToSyncException(
                $"{request.Cell.Environment} has no Deployment of {request.Cell.Application}: none in namespace {place.Namespace} has the labels {place.Selector}. "
                + "Create it once with any image; afterwards Release sets the version.");
        }

        foreach (var deployment in deployments)
        {
            await ApplyAsync(request, deployment, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        var deployments = await ListAsync(cell, cancellationToken);
        var @namespace = placements.Of(cell.Application).Namespace;
        return [.. deployments.Select(deployment => EngineMapping.Map(deployment, @namespace, clock.GetUtcNow()))];
    }

    private async Task<IReadOnlyList<KubernetesDeployment>> ListAsync(Cell cell, CancellationToken cancellationToken)
    {
        var place = placements.Of(cell.Application);
        var found = await clients.For(cell.Environment).ListAsync(
            ResourceKinds.Deployments, new ObjectSelection(place.Namespace, place.Selector), cancellationToken);
        return [.. found.Items.Where(deployment => placements.Matches(cell.Application, deployment.Metadata) && deployment.Metadata.DeletionTimestamp is null)
            .OrderBy(deployment => deployment.Metadata.Name, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Applies without force first. If somebody else owns the image field, records that owner and applies with force,
    /// because a person or a promotion requested this version.
    /// </summary>
    private async Task ApplyAsync(SyncRequest request, KubernetesDeployment deployment, CancellationToken cancellationToken)
    {
        if (ImageReference.WithTag(deployment.Spec?.Template?.Spec?.First?.Image, request.Version) is not { } image)
        {
            throw new NothingToSyncException($"Deployment {deployment.Metadata.Name} in {request.Cell.Environment} has no container with an image to set.");
        }

        try
        {
            await ApplyAsync(request, deployment, image, holders: KeptHolders(request, deployment), force: false, cancellationToken);
        }
        catch (KubernetesConflictException conflict) when (conflict.Conflicts.Count > 0)
        {
            var holders = string.Join(", ", conflict.Conflicts.Select(field => field.Manager).Distinct(StringComparer.Ordinal));
            Log.TakenOver(logger, deployment.Metadata.Name, request.Cell, holders);
            await ApplyAsync(request, deployment, image, holders, force: true, cancellationToken);
        }
    }

    /// <summary>The recorded owners of the same request, so that repeating it does not lose them.</summary>
    private static string KeptHolders(SyncRequest request, KubernetesDeployment deployment) =>
        deployment.Metadata.Annotation(EngineAnnotations.WantedVersion) == request.Version.Value
        && deployment.Metadata.Annotation(EngineAnnotations.ConfigCommit) == request.ConfigCommit
            ? deployment.Metadata.Annotation(EngineAnnotations.TakenOverFrom) ?? ""
            : "";

    private async Task ApplyAsync(
        SyncRequest request, KubernetesDeployment deployment, string image, string holders, bool force, CancellationToken cancellationToken)
    {
        var (name, @namespace) = (deployment.Metadata.Name, deployment.Metadata.Namespace ?? placements.Of(request.Cell.Application).Namespace);
        var manifest = EngineManifest.Of(deployment, @namespace, image, request, holders);
        try
        {
            await clients.For(request.Cell.Environment).ApplyAsync(
                ResourceKinds.Deployments, @namespace, name, manifest, EngineAnnotations.FieldManager, force, cancellationToken);
        }
        catch (KubernetesConflictException conflict) when (conflict.Conflicts.Count == 0)
        {
            throw new OutsideException($"The image of Deployment {name} in {request.Cell.Environment} could not be set: somebody else changed the Deployment at the same time.", FailureKind.Network, conflict);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4260, LogLevel.Warning, "Deployment {Deployment} of {Cell}: taking the image over from {Holders}")]
        public static partial void TakenOver(ILogger logger, string deployment, Cell cell, string holders);
    }
}

/// <summary>Names of images: <c>registry:port/owner/name:tag@sha256:…</c> (contracts §8).</summary>
internal static class ImageReference
{
    /// <summary>
    /// The same image with another tag; a digest is removed, because it would take precedence over the tag. Null if there is
    /// no image.
    /// </summary>
    public static string? WithTag(string? image, ImageTag tag)
    {
        if (string.IsNullOrWhiteSpace(image))
        {
            return null;
        }

        var name = image.Split('@')[0];
        var colon = name.LastIndexOf(':');
        return $"{(colon > name.LastIndexOf('/') ? name[..colon] : name)}:{tag}";
    }
}
