using Release.Sandbox.Faults;

namespace Release.Sandbox.Control;

/// <summary>The control API for the clusters: take one away, bring it back, cut its watches.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this IEndpointRouteBuilder routes)
    {
        const string path = $"{ControlGuard.Api}/clusters";
        routes.MapGet(path, context => ControlAnswers.Ok(context, context.World().Clusters.Select(ClusterTroubleView.Of)));
        routes.MapPut($"{path}/{{environment}}", SetAsync);
        routes.MapPost($"{path}/{{environment}}/drop-watches", context => DoAsync(context, cluster => cluster.DropWatches()));
        routes.MapPost($"{path}/{{environment}}/expire-history", context => DoAsync(context, cluster => cluster.ExpireHistory()));
    }

    /// <summary>A field that is left out is reset: <c>{"away": false}</c> ends every fault.</summary>
    private static async Task SetAsync(HttpContext context)
    {
        if (Find(context) is not { } cluster)
        {
            await UnknownAsync(context);
            return;
        }

        var body = await ControlBody.ReadAsync(context.Request);
        var (away, hang, delay) = body.Outage();
        var forbidden = body.Flag("forbidden");
        if (!await body.RefusedAsync(context))
        {
            await cluster.SetAsync(new ClusterTrouble(away, hang, delay, forbidden), context.RequestAborted);
            await ControlAnswers.Ok(context, ClusterTroubleView.Of(cluster));
        }
    }

    private static Task DoAsync(HttpContext context, Action<ClusterFaults> what)
    {
        if (Find(context) is not { } cluster)
        {
            return UnknownAsync(context);
        }

        what(cluster);
        return ControlAnswers.NoContent(context);
    }

    private static ClusterFaults? Find(HttpContext context) =>
        context.World().Clusters.FirstOrDefault(cluster => cluster.Environment == (string?)context.Request.RouteValues["environment"]);

    private static Task UnknownAsync(HttpContext context) => ControlAnswers.NotFound(
        context,
        $"environment: there is no cluster '{context.Request.RouteValues["environment"]}'. Known environments are {string.Join(", ", context.World().Options.Environments)}.");
}

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
