using Release.Core.Access;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Data.Queries;
using Release.Web.Endpoints.Views;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>What one does to a deployment that exists: resume, cancel, roll back.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        var commands = routes.MapGroup("/api/deployments/{id:guid}").WithTags("Deployments")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(DeploymentView), ["application/json"]))
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        commands.MapPost("/resume", ResumeAsync).WithName("resumeDeployment").WithSummary("Go on from the failed step");
        commands.MapPost("/cancel", CancelAsync).WithName("cancelDeployment").WithSummary("End a queued or running deployment");
        commands.MapPost("/rollback", RollbackAsync).WithName("rollbackDeployment")
            .WithSummary("Deploy the version that ran before it").Accepts<ReasonBody>(isOptional: true, "application/json");
    }

    private static Task<IResult> ResumeAsync(
        Guid id, HttpContext context, DeploymentCommands commands, DeploymentQueries queries, AccessGuard guard) =>
        CommandAsync(id, context, queries, guard, by => commands.ResumeAsync(id, by, context.RequestAborted));

    private static Task<IResult> CancelAsync(
        Guid id, HttpContext context, DeploymentCommands commands, DeploymentQueries queries, AccessGuard guard) =>
        CommandAsync(id, context, queries, guard, by => commands.CancelAsync(id, by, context.RequestAborted));

    private static async Task<IResult> RollbackAsync(
        Guid id, HttpContext context, DeploymentCommands commands, DeploymentQueries queries, AccessGuard guard)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var reason = fields.OptionalText("reason");
        return fields.Problem
            ?? await CommandAsync(id, context, queries, guard, by => commands.RollbackAsync(id, by, reason, context.RequestAborted));
    }

    private static async Task<IResult> CommandAsync(
        Guid id, HttpContext context, DeploymentQueries queries, AccessGuard guard, Func<string, Task<CommandResult>> command)
    {
        if (await queries.FindAsync(id, context.RequestAborted) is not { Summary: var deployment })
        {
            return Problems.NotFound($"There is no deployment {id}.");
        }

        var refusal = await guard.RefusalAsync(
            context, AccessAction.Deploy, EnvironmentName.Parse(deployment.Environment), Core.Applications.ApplicationName.Parse(deployment.Application));
        return refusal ?? await command(context.Actor().Name) switch
        {
            CommandResult.Done done => Accepted(done.Deployment),
            CommandResult.Refused refused => Problems.Conflict(refused.Reason),
            _ => Problems.NotFound($"There is no deployment {id}."),
        };
    }

    private static IResult Accepted(Deployment deployment) =>
        TypedResults.Accepted($"/api/deployments/{deployment.Id}", DeploymentView.Of(deployment));
}
