using Microsoft.AspNetCore.Mvc;
using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Environments;
using Release.Core.Intake;

namespace Release.Web.Endpoints;

/// <summary>Others tell what they deployed (contracts §1).</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/deployments", RecordAsync)
            .WithTags("Contracts").WithName("recordDeployment")
            .WithSummary("Record a deployment that others did")
            .WithDescription("JSON {repo, deployment: {environment, version}}, or the same as a form. 200 with an empty body; 409 when two applications fit.")
            // Senders compare bodies: the empty ones stay empty.
            .WithMetadata(new SkipStatusCodePagesAttribute())
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> RecordAsync(
        HttpContext context, NotificationIntake intake, EnvironmentOrder environments, AccessGuard guard)
    {
        if (await guard.RefusalAsync(context, AccessAction.Notify) is { } refusal)
        {
            return refusal;
        }

        var fields = await RequestFields.ReadAsync(context.Request);
        var repository = fields.Text("repo");
        var environment = fields.Environment("deployment.environment", environments);
        var version = fields.Version("deployment.version");
        if (!string.IsNullOrWhiteSpace(repository) && !IsRepository(repository))
        {
            fields.Fail("repo", $"is not a repository such as alphagov/publisher. Its last segment names the application. {ApplicationName.Rule}");
        }

        if (fields.Problem is { } problem)
        {
            return problem;
        }

        if (await guard.RefusalAsync(context, AccessAction.Notify, environment) is { } elsewhere)
        {
            return elsewhere;
        }

        var result = await intake.RecordAsync(repository!, environment!, version!, context.Actor().Name, context.RequestAborted);
        return result is NotificationResult.Ambiguous ? TypedResults.StatusCode(StatusCodes.Status409Conflict) : TypedResults.Ok();
    }

    private static bool IsRepository(string repository) =>
        repository.Length <= 200 && repository.Split('/').All(segment => ApplicationName.TryParse(segment, out _));
}
