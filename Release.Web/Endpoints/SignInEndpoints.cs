using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Urls;

namespace Release.Web.Endpoints;

/// <summary>Sign-in, sign-out and, in the sandbox, the change of role. Forms carry the antiforgery token; sign-in by GitHub is a link, because it changes nothing in Release.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes, ReleaseOptions options, SignInSettings settings)
    {
        routes.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();
        routes.MapPost("/sign-out/everywhere", SignOutEverywhereAsync).ExcludeFromDescription();
        if (settings.IsConfigured)
        {
            routes.MapGet("/sign-in/github", ToGitHub).AllowAnonymous().ExcludeFromDescription();
        }

        if (options.IsSandbox)
        {
            routes.MapPost("/sign-in/sandbox", ContinueAsync).AllowAnonymous().ExcludeFromDescription();
            routes.MapPost("/sandbox/role", ChangeRoleAsync).ExcludeFromDescription();
        }
    }

    private static IResult ToGitHub(string? returnUrl) => TypedResults.Challenge(
        new AuthenticationProperties { RedirectUri = LocalReturnUrl.Of(returnUrl) }, [ReleaseSchemes.GitHub]);

    /// <summary>Signs in as the sandbox's default admin.</summary>
    private static async Task<IResult> ContinueAsync([FromForm] string? returnUrl, HttpContext context)
    {
        await SandboxSignIn.SignInAsync(context, Role.Admin);
        return TypedResults.LocalRedirect(LocalReturnUrl.Of(returnUrl));
    }

    // Binding a form field makes ASP.NET check the antiforgery token, although this form needs no field.
    private static Task<IResult> SignOutAsync([FromForm] string? returnUrl, HttpContext context, PersonSessions sessions, ReleaseOptions options) =>
        EndAsync(context, sessions, options, everywhere: false);

    private static Task<IResult> SignOutEverywhereAsync([FromForm] string? returnUrl, HttpContext context, PersonSessions sessions, ReleaseOptions options) =>
        EndAsync(context, sessions, options, everywhere: true);

    private static async Task<IResult> EndAsync(HttpContext context, PersonSessions sessions, ReleaseOptions options, bool everywhere)
    {
        if (context.Actor() is not { Role: not null } person)
        {
            return Problems.Forbidden("A machine token has no session to end. An admin can revoke the token.");
        }

        await sessions.SignOutAsync(person, everywhere, context.RequestAborted);
        await context.SignOutAsync(ReleaseSchemes.Session);
        if (options.IsSandbox)
        {
            SandboxSignIn.StaySignedOut(context);
        }

        return TypedResults.LocalRedirect(ReleaseUrls.SignIn);
    }

    /// <summary>Changes the role by the form of the sandbox's top bar.</summary>
    private static async Task<IResult> ChangeRoleAsync([FromForm] string? role, [FromForm] string? returnUrl, HttpContext context)
    {
        if (!Enum.TryParse<Role>(role, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
        {
            return Problems.Field("role", "must be viewer, developer, deployer or admin.");
        }

        // Only people whom the sandbox signed in have a role that they may choose; GitHub's teams decide for others.
        if (context.Actor() is { Role: null } or { Session: not null })
        {
            return Problems.Forbidden("You can change your role only when the sandbox signed you in. Sign out, then continue as sandbox admin.");
        }

        await SandboxSignIn.SignInAsync(context, wanted);
        return TypedResults.LocalRedirect(LocalReturnUrl.Of(returnUrl));
    }
}
