using Release.Core.Access;
using Release.Core.Applications;
using Release.Web.Errors;
using Release.Web.SignIn;

namespace Release.Web.Endpoints;

/// <summary>What every handler asks of its request.</summary>
internal static class Requests
{
    /// <summary>Who calls. Routes are closed to others, so somebody always does.</summary>
    public static Actor Actor(this HttpContext context) =>
        context.User.ToActor() ?? throw new InvalidOperationException("A handler was reached without sign-in.");

    /// <summary>Null when allowed; else the answer 403, with the refusal in the event log.</summary>
    public static async Task<IResult?> RefusalAsync(
        this AccessGuard guard, HttpContext context, AccessAction action, EnvironmentName? environment = null, ApplicationName? application = null)
    {
        var decision = await guard.DecideAsync(context.Actor(), action, environment, application, context.RequestAborted);
        return decision.Allowed ? null : Problems.Forbidden(decision.Reason);
    }
}
