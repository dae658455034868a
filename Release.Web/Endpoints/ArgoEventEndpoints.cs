using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>The two events that Argo Workflows used to take, under the same address and in the same format (contracts §2 and §3).</summary>
internal static class ArgoEventEndpoints
{
    /// <summary>Argo answers an accepted event with an empty object.</summary>
    private static readonly object Taken = new();

    public static void MapArgoEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api/v1/events/{namespace}").WithTags("Contracts")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        events.MapPost("/update-image-tag", UpdateImageTagAsync).WithName("updateImageTag").Produces<object>()
            .WithSummary("Deploy an image that a workflow has built")
            .WithDescription("{environment, repoName, imageTag, promoteDeployment}, all strings. With promoteDeployment \"true\" it is a release, which is promoted to the next environments; with \"false\" it is a manual run, which is not.");
        events.MapPost("/post-sync", PostSyncAsync).WithName("postSync").Produces<object>()
            .WithSummary("Report that Argo CD has synced an application")
            .WithDescription("{application, state, repoName, imageTag, promoteDeployment, automaticDeploysEnabled}, all strings.");
    }

    private static async Task<IResult> UpdateImageTagAsync(
        HttpContext context, DeployService deploys, EnvironmentOrder environments)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var environment = fields.Environment("environment", environments);
        var application = fields.Application("repoName");
        var version = fields.Version("imageTag");
        var promote = fields.TextFlag("promoteDeployment");
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var cell = new Cell(application!, environment!);
        return await deploys.DeployBuiltAsync(context.Actor(), cell, version!, promote is true, context.RequestAborted) switch
        {
            DeployResult.Accepted or DeployResult.AlreadyUnderWay => TypedResults.Ok(Taken),
            DeployResult.Refused refused => Problems.Field(FieldOf(refused.Field), refused.Reason),
            var other => other.ToProblem(),
        };
    }

    private static async Task<IResult> PostSyncAsync(HttpContext context, DeploymentReports reports, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Notify) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var argoApplication = fields.Application("application");
        var state = fields.Text("state");
        var application = fields.Application("repoName");
        var version = fields.Version("imageTag");
        var promote = fields.TextFlag("promoteDeployment");
        var automatic = fields.TextFlag("automaticDeploysEnabled");
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        var postSync = new PostSyncEvent(argoApplication!.Value, state!, application!, version!, promote is true, automatic is true);
        return await reports.TakeAsync(context.Actor(), postSync, context.RequestAborted) is ReportResult.Forbidden forbidden
            ? Problems.Forbidden(forbidden.Reason)
            : TypedResults.Ok(Taken);
    }

    /// <summary>The contract's name for a field of <see cref="DeployResult.Refused"/>.</summary>
    private static string FieldOf(string field) => field switch
    {
        "application" => "repoName",
        "version" => "imageTag",
        _ => field,
    };
}
