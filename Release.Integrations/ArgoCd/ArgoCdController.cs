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
/// Argo CD through its objects in the cluster. What decides whether a version has landed is always read from the API
/// server; the watch's cache only says which Applications there are, so that one pass does not list all of them.
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
            // A sync that failed is tried again when its own application is asked for.
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

        // None known, or one that was known has gone: the cache may be behind, so ask for all.
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
            // Someone wrote to it in the same instant; setting the annotation again is harmless.
            throw new OutsideException($"Asking Argo CD in {environment} to refresh {name} met another change.", FailureKind.Network, exception);
        }
    }
}
