using Release.Core.Applications;
using Release.Core.Clusters;
using Release.Core.Environments;
using Release.Integrations.ArgoCd;
using Release.Integrations.Engine;

namespace Release.Integrations.Clusters;

/// <summary>Passes each call to the configured engine of its environment.</summary>
internal sealed class SyncControllers(EnvironmentOrder environments, ArgoCdController argoCd, KubernetesEngine kubernetes) : ISyncController
{
    public Task RequestSyncAsync(SyncRequest request, CancellationToken cancellationToken) =>
        Of(request.Cell).RequestSyncAsync(request, cancellationToken);

    public Task<IReadOnlyList<SyncedApplication>> FindAsync(Cell cell, CancellationToken cancellationToken) =>
        Of(cell).FindAsync(cell, cancellationToken);

    private ISyncController Of(Cell cell) =>
        environments.Find(cell.Environment) is { Engine: EnvironmentEngine.Kubernetes } ? kubernetes : argoCd;
}
