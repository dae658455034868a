using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Core.Failures;
using Release.Integrations.Kubernetes.Connection;
using Release.Integrations.Kubernetes.Kubeconfig;
using Release.Integrations.Kubernetes.Objects;
using Release.Integrations.Kubernetes.Watch;
using Release.Integrations.Kubernetes.Workloads;

namespace Release.Integrations.ArgoCd;

/// <summary>
/// Argo CD through its objects in the cluster. The state that decides about a rollout is always read from the API server.
/// The watch's cache only gives the names of a cell's Applications, so that they can be read one by one instead of listing
/// all.
/// </summary>
internal sealed class ArgoCdController(
    IClusterClients clients, ClusterCaches caches, ApplicationPlacements placements, IOptions<ClustersOptions> options) : ISyncController
{
    private const string RefreshAnnotation = "argocd.argoproj.io/refresh";

    public async Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var environment = request.Cell.Environment;
        await RefreshAsync(environment, options.Value.AppOfApps, cancellationToken);
        if (request.Again)
        {
            // Argo CD retries a failed sync when the Application itself is refreshed.
            foreach (var application in await ReadAsync(request.Cell, cancellationToken))
            {
                await RefreshAsync(environment, application.Metadata.Name, cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(cell, cancellationToken);
        var @namespace = placements.Of(cell.Application).Namespace;
        return [.. found.Select(application => ArgoMapping.Map(application, @namespace)).OrderBy(application => application.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<ArgoApplication>> ReadAsync(Cell cell, CancellationToken cancellationToken)
    {
        var client = clients.For(cell.Environment);
        var names = caches.ApplicationNames(cell);
        var found = new List<ArgoApplication>();
        foreach (var name in names)
        {
            if (await client.GetAsync(ArgoResourceKinds.Applications, options.Value.ArgoNamespace, name, cancellationToken) is { } application
                && placements.Synchronises(cell.Application, application.Metadata))
            {
                found.Add(application);
            }
        }

        // No Application is cached, or a cached one no longer exists: the cache may be behind, so list all.
        return found.Count > 0 && found.Count == names.Count ? found : await ListAsync(client, cell, cancellationToken);
    }

    private async Task<IReadOnlyList<ArgoApplication>> ListAsync(ClusterClient client, Cell cell, CancellationToken cancellationToken)
    {
        var all = await client.ListAsync(ArgoResourceKinds.Applications, new ObjectSelection(options.Value.ArgoNamespace), cancellationToken);
        return [.. all.Items.Where(application => placements.Synchronises(cell.Application, application.Metadata))];
    }

    private async Task RefreshAsync(EnvironmentName environment, string name, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [RefreshAnnotation] = "normal" } },
        };
        try
        {
            await clients.For(environment).MergePatchAsync(
                ArgoResourceKinds.Applications, options.Value.ArgoNamespace, name, patch, cancellationToken);
        }
        catch (KubernetesConflictException exception)
        {
            // Somebody else changed it at the same time; setting the annotation again is harmless.
            throw new OutsideException($"Argo CD in {environment} could not be asked to refresh {name}: somebody else changed the Application at the same time.", FailureKind.Network, exception);
        }
    }
}
