using Release.Sandbox.Faults;

namespace Release.Sandbox.Pages;

/// <summary>Takes clusters away and brings them back.</summary>
public sealed partial class ClustersPart
{
    protected override IReadOnlyList<object> Look() => [.. World.Clusters.Select(StateOf)];

    private static string NameOf(ClusterFaults cluster) => char.ToUpperInvariant(cluster.Environment[0]) + cluster.Environment[1..];

    private string StateOf(ClusterFaults cluster) =>
        ClusterText.State(cluster.Trouble, cluster.AwaySince, Clock.GetUtcNow(), Clock.LocalTimeZone);

    private Task SetAsync(ClusterFaults cluster, Func<ClusterTrouble, ClusterTrouble> change) => DoAsync(
        cluster, () => cluster.SetAsync(change(cluster.Trouble)), why => $"{cluster.Environment}'s cluster cannot come back: {why} Start the sandbox again.");

    private Task OnceAsync(ClusterFaults cluster, Action what) => DoAsync(
        cluster,
        () =>
        {
            what();
            return Task.CompletedTask;
        });
}
