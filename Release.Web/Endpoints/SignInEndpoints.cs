using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Hosting;
using Release.Web.Options;
using Release.Web.SignIn;
using Release.Web.Urls;

namespace Release.Web.Endpoints;

/// <summary>Signing in and out. Forms carry the antiforgery token; the way to GitHub is a link, because it changes nothing here.</summary>
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
        }
    }

    private static IResult ToGitHub(string? returnUrl) => TypedResults.Challenge(
        new AuthenticationProperties { RedirectUri = LocalReturnUrl.Of(returnUrl) }, [ReleaseSchemes.GitHub]);

    /// <summary>In the sandbox: be the admin again that one is there by default.</summary>
    private static async Task<IResult> ContinueAsync([FromForm] string? returnUrl, HttpContext context)
    {
        await SandboxSignIn.SignInAsync(context, Role.Admin);
        return TypedResults.LocalRedirect(LocalReturnUrl.Of(returnUrl));
    }

    // The form has no field of its own, but binding one is what asks for the antiforgery token.
    private static Task<IResult> SignOutAsync([FromForm] string? returnUrl, HttpContext context, PersonSessions sessions, ReleaseOptions options) =>
        EndAsync(context, sessions, options, everywhere: false);

    private static Task<IResult> SignOutEverywhereAsync([FromForm] string? returnUrl, HttpContext context, PersonSessions sessions, ReleaseOptions options) =>
        EndAsync(context, sessions, options, everywhere: true);

    private static async Task<IResult> EndAsync(HttpContext context, PersonSessions sessions, ReleaseOptions options, bool everywhere)
    {
        if (context.Actor() is not { Role: not null } person)
        {
            return Problems.Forbidden("A machine token has no session to end; an admin can revoke it.");
        }

        await sessions.SignOutAsync(person, everywhere, context.RequestAborted);
        await context.SignOutAsync(ReleaseSchemes.Session);
        if (options.IsSandbox)
        {
            SandboxSignIn.StaySignedOut(context);
        }

        return TypedResults.LocalRedirect(ReleaseUrls.SignIn);
    }
}

/// <summary>Changing one's role, in the sandbox alone.</summary>
internal static class RoleEndpoints
{
    public static void MapRole(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sandbox/role", ChangeRoleAsync).ExcludeFromDescription();
    }

    /// <summary>The form of the top bar: become a viewer, developer, deployer or admin. Guarded by the antiforgery token.</summary>
    private static async Task<IResult> ChangeRoleAsync([FromForm] string? role, [FromForm] string? returnUrl, HttpContext context)
    {
        if (!Enum.TryParse<Role>(role, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted))
        {
            return Problems.Field("role", "is viewer, developer, deployer or admin.");
        }

        // The sandbox's roles are for those whom it signed in itself: nobody else gets another role by a form.
        if (context.Actor() is { Role: null } or { Session: not null })
        {
            return Problems.Forbidden("Only the sandbox's own people change their role here. Sign out, then continue as sandbox admin.");
        }

        await SandboxSignIn.SignInAsync(context, wanted);
        return TypedResults.LocalRedirect(LocalReturnUrl.Of(returnUrl));
    }
}
