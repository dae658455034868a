using Microsoft.AspNetCore.Mvc;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Environments;
using Release.Web.Errors;

namespace Release.Web.Endpoints;

/// <summary>Other systems report what they deployed (contracts §1).</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/deployments", RecordAsync)
            .WithTags("Contracts").WithName("recordDeployment")
            .WithSummary("Record a deployment that another system made")
            .WithDescription("JSON {repo, deployment: {environment, version}}, or the same as a form. 200 with an empty body; 409 if two applications have the repository.")
            // Senders compare bodies, so an empty one must stay empty.
            .WithMetadata(new SkipStatusCodePagesAttribute())
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> RecordAsync(
        HttpContext context, DeploymentReports reports, EnvironmentOrder environments, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Notify) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var repository = fields.Text("repo");
        var environment = fields.Environment("deployment.environment", environments);
        var version = fields.Version("deployment.version");
        if (!string.IsNullOrWhiteSpace(repository) && !Application.IsRepository(repository))
        {
            fields.Fail("repo", $"is not a repository. {Application.RepositoryRule}");
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        return await reports.RecordAsync(context.Actor(), repository!, environment!, version!, context.RequestAborted) switch
        {
            ReportResult.Forbidden forbidden => Problems.Forbidden(forbidden.Reason),
            ReportResult.Ambiguous => TypedResults.StatusCode(StatusCodes.Status409Conflict),
            _ => TypedResults.Ok(),
        };
    }
}
