using Microsoft.AspNetCore.Authentication;
using Release.Core.Access;
using Release.Web.Errors;
using Release.Web.Urls;

namespace Release.Web.SignIn;

/// <summary>
/// In the sandbox whoever opens a page is admin, and gets a cookie that says so, until they sign out. The API is left alone: a
/// call without a token or that cookie is refused there too, so that scripts meet what they will meet in earnest.
/// </summary>
internal sealed class SandboxSignIn(RequestDelegate next)
{
    public const string Person = "sandbox admin";

    private const string SignedOut = "release-signed-out";
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true } && !context.Request.Cookies.ContainsKey(SignedOut)
            && PageRequest.IsPage(context) && !context.Request.Path.StartsWithSegments(ReleaseUrls.SignIn, StringComparison.OrdinalIgnoreCase))
        {
            await SignInAsync(context, Role.Admin);
        }

        await next(context);
    }

    public static Task SignInAsync(HttpContext context, Role role)
    {
        var name = role is Role.Admin ? Person : $"sandbox {role.ToString().ToLowerInvariant()}";
        context.User = Actor.Person(name, role).ToPrincipal(ReleaseSchemes.Session);
        context.Response.Cookies.Delete(SignedOut, Cookie());
        return context.SignInAsync(ReleaseSchemes.Session, context.User);
    }

    /// <summary>No automatic admin in this browser until one asks for it.</summary>
    public static void StaySignedOut(HttpContext context)
    {
        var cookie = Cookie();
        cookie.MaxAge = Remembered;
        context.Response.Cookies.Append(SignedOut, "1", cookie);
    }

    private static CookieOptions Cookie() => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };
}
