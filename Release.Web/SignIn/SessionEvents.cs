using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Options;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>Validates the session's cookie at each request, and answers requests without one.</summary>
internal sealed class SessionEvents(PersonSessions sessions, ReleaseOptions options) : CookieAuthenticationEvents
{
    /// <summary>The cookie only identifies the person. The role is looked up, so that a change counts at once.</summary>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var actor = context.Principal?.ToActor();
        var current = actor?.Session is { } session
            ? await sessions.CurrentAsync(session, context.HttpContext.RequestAborted)
            // A cookie with one of the sandbox's roles is worth nothing in live mode.
            : options.IsSandbox ? actor : null;
        if (current is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(ReleaseSchemes.Session);
        }
        else if (current.Session is not null)
        {
            context.ReplacePrincipal(current.ToPrincipal(ReleaseSchemes.Session));
        }
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        if (!PageRequest.IsPage(context.HttpContext))
        {
            return context.HttpContext.ChallengeAsync(ReleaseSchemes.ApiToken);
        }

        context.Response.Redirect(ReleaseUrls.SignInOf($"{request.PathBase}{request.Path}{request.QueryString}"));
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        Problems.Forbidden("Your role does not allow you to see this. Ask an admin for a role that does.").ExecuteAsync(context.HttpContext);
}
