using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Release.Core.Applications;
using Release.Core.Environments;

namespace Release.Integrations.Kubernetes;

/// <summary>The watched caches of all environments' clusters.</summary>
internal sealed class ClusterCaches
{
    private readonly Dictionary<EnvironmentName, ClusterCache> _caches;

    public ClusterCaches(
        EnvironmentOrder environments, IClusterClients clients, ApplicationPlacements placements, IOptions<ClustersOptions> options, TimeProvider timeProvider, ILogger<ClusterCaches> logger)
    {
        _caches = environments.All.ToDictionary(
            environment => environment.Name,
            environment => new ClusterCache(environment, clients, placements, options.Value, timeProvider, logger));
    }

    public IReadOnlyCollection<ClusterCache> All => _caches.Values;

    public ClusterCache? Find(EnvironmentName environment) => _caches.GetValueOrDefault(environment);

    /// <summary>The names of a cell's Argo CD Applications; empty unless the watch is open and so can be relied on.</summary>
    public IReadOnlyList<string> ApplicationNames(Cell cell) =>
        Find(cell.Environment) is { Applications.Status: { IsConnected: true, HasListed: true } } found
            ? [.. found.ApplicationsOf.Of(cell.Application).Select(item => item.Metadata.Name)]
            : [];
}
