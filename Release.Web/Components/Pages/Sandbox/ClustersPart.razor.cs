using Microsoft.AspNetCore.Components;
using Release.Core.Environments;
using Release.Sandbox.Faults;

namespace Release.Web.Components.Pages.Sandbox;

/// <summary>Takes clusters away and brings them back.</summary>
public sealed partial class ClustersPart
{
    [Inject]
    private EnvironmentOrder Order { get; set; } = null!;

    protected override IReadOnlyList<object> Look() => [.. World.Clusters.Select(StateOf)];

    private string NameOf(ClusterFaults cluster) =>
        Order.TryFind(cluster.Environment, out var environment) ? environment.DisplayName : cluster.Environment;

    private string StateOf(ClusterFaults cluster) =>
        ClusterWords.State(cluster.Trouble, cluster.AwaySince, Clock.GetUtcNow(), Clock.LocalTimeZone);

    private Task SetAsync(ClusterFaults cluster, Func<ClusterTrouble, ClusterTrouble> change) => DoAsync(
        cluster, () => cluster.SetAsync(change(cluster.Trouble)), why => $"{cluster.Environment}'s cluster cannot come back: {why} Start Release again.", EnvironmentOf(cluster));

    private Task OnceAsync(ClusterFaults cluster, Action what) => DoAsync(
        cluster,
        () =>
        {
            what();
            return Task.CompletedTask;
        },
        environment: EnvironmentOf(cluster));

    private EnvironmentName? EnvironmentOf(ClusterFaults cluster) => Order.TryFind(cluster.Environment, out var found) ? found.Name : null;
}
