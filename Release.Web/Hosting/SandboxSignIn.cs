using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Endpoints;
using Release.Core.Policies;

namespace Release.Web.Hosting;

/// <summary>
/// In the sandbox whoever opens a page is admin, and gets a cookie that says so. The API is left alone: a call
/// without a token or that cookie is refused there too, so that scripts meet what they will meet in earnest.
/// </summary>
internal sealed class SandboxSignIn(RequestDelegate next)
{
    public const string Person = "sandbox admin";

    private static readonly string[] NeverPages = ["/api", "/metrics", "/healthcheck", "/openapi", "/_framework", "/_blazor", "/_content"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true } && IsPage(context))
        {
            await SignInAsync(context, Role.Admin);
        }

        await next(context);
    }

    public static Task SignInAsync(HttpContext context, Role role)
    {
        var name = role is Role.Admin ? Person : $"sandbox {role.ToString().ToLowerInvariant()}";
        context.User = Actor.Person(name, role).ToPrincipal(ReleaseSchemes.Session);
        return context.SignInAsync(ReleaseSchemes.Session, context.User);
    }

    private static bool IsPage(HttpContext context)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Headers.Authorization.Count > 0)
        {
            return false;
        }

        if (context.GetEndpoint() is { } endpoint)
        {
            return endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        }

        // Nothing of ours: Swagger UI, or an address that does not exist, for which a person gets 404 and not 401.
        return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !Array.Exists(NeverPages, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
