using Release.Core.Access;
using Release.Core.Environments;
using Release.Sandbox;
using Release.Sandbox.Faults;
using Release.Web.Endpoints.Views;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>What scripts do to the sandbox's clusters: take one away, bring it back, cut its watches.</summary>
internal static class SandboxClusterEndpoints
{
    public static void MapSandboxClusters(this IEndpointRouteBuilder routes)
    {
        var clusters = routes.MapGroup("/api/sandbox/clusters").WithTags("Sandbox").ProducesProblem(StatusCodes.Status403Forbidden);
        clusters.MapGet("", ListAsync).WithName("listSandboxClusters")
            .WithSummary("What is wrong with the cluster of each environment").Produces<ClusterTroubleView[]>();
        clusters.MapPut("/{environment}", SetAsync).WithName("setSandboxCluster")
            .WithSummary("Take a cluster away, bring it back, have it answer slowly or refuse everything")
            .WithDescription(
                "What is left out is in order again: {\"away\": false} mends everything. hang (with away) has connections succeed and nothing answer; "
                + $"else they are refused. delayMilliseconds, before every answer, is from 0 to {RequestFields.LongestDelay}. forbidden answers every request with 403.")
            .Accepts<ClusterTroubleBody>("application/json")
            .Produces<ClusterTroubleView>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        clusters.MapPost("/{environment}/drop-watches", DropWatchesAsync).WithName("dropSandboxWatches")
            .WithSummary("End every open watch of a cluster in the middle of its stream")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
        clusters.MapPost("/{environment}/expire-history", ExpireHistoryAsync).WithName("expireSandboxHistory")
            .WithSummary("Have a cluster forget its history and end every open watch: resuming one is answered 410")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext context, SandboxWorld world, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? TypedResults.Ok(world.Clusters.Select(ClusterTroubleView.Of));

    private static async Task<IResult> SetAsync(
        HttpContext context, SandboxWorld world, EnvironmentOrder environments, AccessGuard guard, string environment)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        if (Find(world, environment) is not { } cluster)
        {
            return Unknown(environment, environments);
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var (away, hang, delay) = fields.Outage();
        var forbidden = fields.OptionalFlag("forbidden") is true;
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        await cluster.SetAsync(new ClusterTrouble(away, hang, delay, forbidden), context.RequestAborted);
        return TypedResults.Ok(ClusterTroubleView.Of(cluster));
    }

    private static Task<IResult> DropWatchesAsync(
        HttpContext context, SandboxWorld world, EnvironmentOrder environments, AccessGuard guard, string environment) =>
        DoAsync(context, world, environments, guard, environment, cluster => cluster.DropWatches());

    private static Task<IResult> ExpireHistoryAsync(
        HttpContext context, SandboxWorld world, EnvironmentOrder environments, AccessGuard guard, string environment) =>
        DoAsync(context, world, environments, guard, environment, cluster => cluster.ExpireHistory());

    private static async Task<IResult> DoAsync(
        HttpContext context, SandboxWorld world, EnvironmentOrder environments, AccessGuard guard, string environment, Action<ClusterFaults> what)
    {
        if (await guard.RefusalAsync(context, AccessAction.ControlSandbox) is { } refusal)
        {
            return refusal;
        }

        if (Find(world, environment) is not { } cluster)
        {
            return Unknown(environment, environments);
        }

        what(cluster);
        return TypedResults.NoContent();
    }

    private static ClusterFaults? Find(SandboxWorld world, string environment) =>
        world.Clusters.FirstOrDefault(cluster => cluster.Environment == environment);

    private static IResult Unknown(string environment, EnvironmentOrder environments) =>
        Problems.NotFound($"environment: there is no cluster '{environment}'. Known environments are {environments.Names}.");
}
