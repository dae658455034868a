using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Options;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>What a session's cookie is worth at each request, and what those without one are answered.</summary>
internal sealed class SessionEvents(PersonSessions sessions, ReleaseOptions options) : CookieAuthenticationEvents
{
    /// <summary>The cookie says who; what they may is looked up, so that a role that changes counts at once.</summary>
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var actor = context.Principal?.ToActor();
        var current = actor?.Session is { } session
            ? await sessions.CurrentAsync(session, context.HttpContext.RequestAborted)
            // The sandbox's own roles are nobody where the outside is real.
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
        Problems.Forbidden("You may not see this.").ExecuteAsync(context.HttpContext);
}
