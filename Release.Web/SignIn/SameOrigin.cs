using Microsoft.AspNetCore.Http.Features;
using Release.Web.Errors;

namespace Release.Web.SignIn;

/// <summary>
/// Prevents cross-site request forgery: an unsafe request or web socket with a person's cookie must come from Release's own
/// pages. Requests with a machine token pass, because browsers never add tokens by themselves.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (NeedsCheck(context) && !IsOurs(context.Request))
        {
            await Problems.Forbidden(
                "A request with a session cookie must come from Release's own pages (header Sec-Fetch-Site or Origin). "
                + "A script sends a machine token instead: 'Authorization: Bearer TOKEN'.").ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    private static bool NeedsCheck(HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, AuthenticationType: ReleaseSchemes.Session }
        && (IsUnsafe(context.Request.Method) || IsWebSocket(context));

    // Read from the headers: ASP.NET recognises web sockets only later, in the endpoint's own pipeline.
    private static bool IsWebSocket(HttpContext context) =>
        context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    private static bool IsUnsafe(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method));

    private static bool IsOurs(HttpRequest request)
    {
        // Browsers send Sec-Fetch-Site on secure and loopback addresses, and no page can forge it.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        return Uri.TryCreate(request.Headers.Origin.ToString(), UriKind.Absolute, out var origin)
            && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
