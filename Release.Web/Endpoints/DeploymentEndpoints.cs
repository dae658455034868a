using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Data.Queries;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Starts, lists and shows deployments; resumes, cancels and rolls back.</summary>
internal static class DeploymentEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapDeployments(this IEndpointRouteBuilder routes)
    {
        var deployments = routes.MapGroup("/api/deployments").WithTags("Deployments")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        deployments.MapPost("", DeployAsync).WithName("deploy").WithSummary("Deploy a version")
            .WithDescription("version is an image tag, a git tag, a branch, or a full or short commit hash. An image that does not exist yet is built first. The deployment is manual, so it is never promoted.")
            .Accepts<DeployBody>("application/json")
            .Produces<DeploymentView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deployments.MapGet("", ListAsync).WithName("listDeployments").WithSummary("List deployments, newest first")
            .Produces<DeploymentPageView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        deployments.MapGet("/{id:guid}", FindAsync).WithName("findDeployment").WithSummary("Get a deployment with its steps and its promotion")
            .Produces<DeploymentDetailView>().ProducesProblem(StatusCodes.Status404NotFound);
        deployments.MapGet("/{id:guid}/logs", LogsAsync).WithName("deploymentLogs").WithSummary("Get the stored output of the steps")
            .Produces<LogView[]>().ProducesProblem(StatusCodes.Status404NotFound);
        MapCommands(deployments);
    }

    private static void MapCommands(RouteGroupBuilder deployments)
    {
        var commands = deployments.MapGroup("/{id:guid}")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted, typeof(DeploymentView), ["application/json"]))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        commands.MapPost("/resume", ResumeAsync).WithName("resumeDeployment").WithSummary("Resume from the failed step");
        commands.MapPost("/cancel", CancelAsync).WithName("cancelDeployment").WithSummary("Cancel a queued or running deployment");
        commands.MapPost("/rollback", RollbackAsync).WithName("rollbackDeployment")
            .WithSummary("Deploy the version that ran before this deployment").Accepts<ReasonBody>(isOptional: true, "application/json");
    }

    private static async Task<IResult> DeployAsync(HttpContext context, DeployService deploys, EnvironmentOrder environments)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var application = fields.Application("application");
        var environment = fields.Environment("environment", environments);
        var version = fields.Text("version");
        var reason = fields.OptionalText("reason");
        if (fields.Problem is { } problem)
        {
            return problem;
        }

        return (await deploys.DeployAsync(context.Actor(), new Cell(application!, environment!), version!, reason, context.RequestAborted)).ToAnswer();
    }

    private static async Task<IResult> ResumeAsync(Guid id, HttpContext context, DeployService deploys) =>
        (await deploys.ResumeAsync(context.Actor(), id, context.RequestAborted)).ToAnswer();

    private static async Task<IResult> CancelAsync(Guid id, HttpContext context, DeployService deploys) =>
        (await deploys.CancelAsync(context.Actor(), id, context.RequestAborted)).ToAnswer();

    private static async Task<IResult> RollbackAsync(Guid id, HttpContext context, DeployService deploys)
    {
        var fields = await RequestFields.ReadAsync(context.Request);
        var reason = fields.OptionalText("reason");
        return fields.Problem ?? (await deploys.RollbackAsync(context.Actor(), id, reason, context.RequestAborted)).ToAnswer();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, DeploymentQueries queries, EnvironmentOrder environments, AccessGuard guard,
        string? application, string? environment, string? status, string? before, string? limit)
    {
        if (await guard.RefusalAsync(context, AccessAction.Read) is { } refusal)
        {
            return refusal;
        }

        var filter = new QueryFields();
        var wanted = new DeploymentFilter(
            filter.Read(nameof(application), application, text => ApplicationName.TryParse(text, out var name) ? name : null, ApplicationName.Rule),
            filter.Read(nameof(environment), environment, text => environments.TryFind(text, out var found) ? found.Name : null, $"Known environments are {environments.Names}."),
            filter.ReadWord<DeploymentStatus>(nameof(status), status),
            string.IsNullOrEmpty(before) ? null : before,
            filter.ReadNumber(nameof(limit), limit, 1, DeploymentQueries.MaxLimit) ?? DefaultLimit);
        if (filter.Problem is { } problem)
        {
            return problem;
        }

        try
        {
            var page = await queries.ListAsync(wanted, context.RequestAborted);
            return TypedResults.Ok(new DeploymentPageView([.. page.Items.Select(DeploymentView.Of)], page.Next));
        }
        catch (FormatException)
        {
            return Problems.Field(nameof(before), "is not valid. Use the value of 'next' from the page before.");
        }
    }

    private static async Task<IResult> FindAsync(Guid id, HttpContext context, DeploymentQueries queries, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? (await queries.FindAsync(id, context.RequestAborted) is { } detail
            ? TypedResults.Ok(DeploymentDetailView.Of(detail))
            : Unknown(id));

    private static async Task<IResult> LogsAsync(Guid id, HttpContext context, DeploymentQueries queries, AccessGuard guard) =>
        await guard.RefusalAsync(context, AccessAction.Read)
        ?? (await queries.FindAsync(id, context.RequestAborted) is null
            ? Unknown(id)
            : TypedResults.Ok((await queries.LogsAsync(id, context.RequestAborted)).Select(LogView.Of)));

    private static IResult Unknown(Guid id) => Problems.NotFound($"There is no deployment {id}.");
}
