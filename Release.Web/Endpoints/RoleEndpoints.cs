using Microsoft.AspNetCore.Mvc;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Hosting;
using Release.Web.Urls;

namespace Release.Web.Endpoints;

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
