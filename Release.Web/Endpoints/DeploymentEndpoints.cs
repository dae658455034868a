using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Core.Environments;
using Release.Core.Intake;
using Release.Data.Queries;
using Release.Web.Endpoints.Views;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Deployments: start, look, find out why.</summary>
internal static class DeploymentEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapDeployments(this IEndpointRouteBuilder routes)
    {
        var deployments = routes.MapGroup("/api/deployments").WithTags("Deployments")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        deployments.MapPost("", DeployAsync).WithName("deploy").WithSummary("Deploy a version")
            .WithDescription("version is an image's tag, a git tag, a branch, or a commit's name, whole or short; an image that does not exist yet is built first. A deployment asked for here is manual, and those are never promoted.")
            .Accepts<DeployBody>("application/json")
            .Produces<DeploymentView>(StatusCodes.Status202Accepted).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deployments.MapGet("", ListAsync).WithName("listDeployments").WithSummary("Deployments, newest first")
            .Produces<DeploymentPageView>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        deployments.MapGet("/{id:guid}", FindAsync).WithName("findDeployment").WithSummary("One deployment with its steps and its promotion")
            .Produces<DeploymentDetailView>().ProducesProblem(StatusCodes.Status404NotFound);
        deployments.MapGet("/{id:guid}/logs", LogsAsync).WithName("deploymentLogs").WithSummary("The output kept of its steps")
            .Produces<LogView[]>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> DeployAsync(HttpContext context, DeployIntake intake, VersionResolver versions, EnvironmentOrder environments, AccessGuard guard)
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

        if (await guard.RefusalAsync(context, AccessAction.Deploy, environment, application) is { } refusal)
        {
            return refusal;
        }

        var resolved = await versions.ResolveAsync(application!, version!, context.RequestAborted);
        if (resolved is not ResolvedVersion.Found found)
        {
            return NotResolved(resolved);
        }

        var request = new DeployRequest(
            new Cell(application!, environment!), found.Version, Trigger.Manual, Promote: false, context.Actor().Name, reason)
        {
            Reference = found.Reference,
            SourceCommit = found.Commit,
        };
        return await intake.SubmitAsync(request, context.RequestAborted) switch
        {
            IntakeResult.Accepted accepted => Accepted(accepted.Deployment),
            IntakeResult.AlreadyUnderWay same => Accepted(same.Deployment),
            IntakeResult.Refused refused => Problems.Field(refused.Field, refused.Reason),
            var other => throw new InvalidOperationException($"Unknown result {other}."),
        };
    }

    private static IResult NotResolved(ResolvedVersion resolved) => resolved switch
    {
        ResolvedVersion.Unknown unknown => Problems.Field("version", unknown.Reason),
        ResolvedVersion.Away away => Problems.Of(StatusCodes.Status503ServiceUnavailable, "A system that Release needs did not answer", away.Reason),
        _ => throw new InvalidOperationException($"Unknown result {resolved}."),
    };

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
            return Problems.Field(nameof(before), "is not valid. It is 'next' of the page before.");
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

    private static IResult Accepted(Deployment deployment) =>
        TypedResults.Accepted($"/api/deployments/{deployment.Id}", DeploymentView.Of(deployment));

    private static IResult Unknown(Guid id) => Problems.NotFound($"There is no deployment {id}.");
}
