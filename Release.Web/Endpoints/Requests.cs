using Release.Core.Access;
using Release.Core.Applications;
using Release.Core.Commands;
using Release.Core.Deployments;
using Release.Web.Errors;
using Release.Web.SignIn;

namespace Release.Web.Endpoints;

/// <summary>What handlers share: who calls, whether they may, and how a result is answered.</summary>
internal static class Requests
{
    /// <summary>Who calls. Only signed-in callers reach a handler.</summary>
    public static Actor Actor(this HttpContext context) =>
        context.User.ToActor() ?? throw new InvalidOperationException("A handler was reached without sign-in.");

    /// <summary>The answer 403, with the refusal in the event log; null if the caller is allowed.</summary>
    public static async Task<IResult?> RefusalAsync(
        this AccessGuard guard, HttpContext context, AccessAction action, EnvironmentName? environment = null, ApplicationName? application = null)
    {
        var decision = await guard.DecideAsync(context.Actor(), action, environment, application, context.RequestAborted);
        return decision.Allowed ? null : Problems.Forbidden(decision.Reason);
    }

    /// <summary>202 with the deployment, or a problem document.</summary>
    public static IResult ToAnswer(this DeployResult result) => result switch
    {
        DeployResult.Accepted { Deployment: var deployment } => Accepted(deployment),
        DeployResult.AlreadyUnderWay { Deployment: var deployment } => Accepted(deployment),
        _ => result.ToProblem(),
    };

    /// <summary>The problem document of a result that is not a deployment.</summary>
    public static IResult ToProblem(this DeployResult result) => result switch
    {
        DeployResult.Forbidden forbidden => Problems.Forbidden(forbidden.Reason),
        DeployResult.Refused refused => Problems.Field(refused.Field, refused.Reason),
        DeployResult.Conflict conflict => Problems.Conflict(conflict.Reason),
        DeployResult.Unavailable away => Problems.Of(StatusCodes.Status503ServiceUnavailable, "A system that Release needs did not answer", away.Reason),
        DeployResult.NotFound none => Problems.NotFound($"There is no deployment {none.Id}."),
        _ => throw new InvalidOperationException($"{result} is no problem."),
    };

    private static IResult Accepted(Deployment deployment) =>
        TypedResults.Accepted($"/api/deployments/{deployment.Id}", DeploymentView.Of(deployment));
}
