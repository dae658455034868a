using Microsoft.AspNetCore.Mvc;
using Release.Core.Policies;
using Release.Web.Hosting;

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

        await SandboxSignIn.SignInAsync(context, wanted);
        return IsLocal(returnUrl) ? TypedResults.LocalRedirect(returnUrl!) : TypedResults.LocalRedirect("/applications");
    }

    private static bool IsLocal(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal)
        && !address.Any(char.IsControl);
}
