using Release.Sandbox.Faults;

namespace Release.Web.Endpoints.Views;

/// <summary>What is wrong with the cluster of an environment.</summary>
/// <param name="Hang">While it is away: connecting succeeds and nothing ever answers; else connections are refused.</param>
/// <param name="DelayMilliseconds">Before every answer.</param>
/// <param name="Forbidden">It answers every request with 403.</param>
internal sealed record ClusterTroubleView(string Environment, bool Away, DateTime? AwaySince, bool Hang, int DelayMilliseconds, bool Forbidden)
{
    public static ClusterTroubleView Of(ClusterFaults cluster)
    {
        var trouble = cluster.Trouble;
        return new(
            cluster.Environment, trouble.Away, cluster.AwaySince?.UtcDateTime, trouble.Hang, (int)trouble.Delay.TotalMilliseconds, trouble.Forbidden);
    }
}
