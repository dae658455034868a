using System.Net;
using System.Net.Http.Headers;

namespace Release.Sandbox.Control;

/// <summary>
/// Protects the sandbox against other web sites: by host name (a name that resolves to loopback, DNS rebinding),
/// and by origin (a request that a browser sends on their behalf). The API also needs a token; the page does not, because
/// only the person who started it reaches loopback.
/// </summary>
internal sealed class ControlGuard(RequestDelegate next, ControlAccess access)
{
    public const string Api = "/api/sandbox";

    // Blazor's script and the inline styles of its own reconnect notice.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        var request = context.Request;
        if (!access.AllowRemote && !IsThisMachine(request.Host.Host))
        {
            return ControlAnswers.Problem(
                context, StatusCodes.Status400BadRequest, "Not this host", "Use localhost or 127.0.0.1, or set Release:Sandbox:AllowRemote to true.");
        }

        var isApi = request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase);
        if (IsChange(request) && !IsOurs(request, orFromNoBrowser: isApi))
        {
            return ControlAnswers.Problem(
                context, StatusCodes.Status403Forbidden, "Not allowed", "A browser's request must come from the sandbox's own page (header Sec-Fetch-Site or Origin).");
        }

        if (isApi && !HasToken(request))
        {
            headers.WWWAuthenticate = "Bearer";
            return ControlAnswers.Problem(
                context, StatusCodes.Status401Unauthorized, "Not signed in",
                "Send 'Authorization: Bearer TOKEN' with the token that Release prints at its start, or with the one in the file control-token of the sandbox's folder.");
        }

        return next(context);
    }

    /// <summary>Names can be made to resolve to loopback by anybody (DNS rebinding); literal addresses cannot.</summary>
    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private bool HasToken(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && string.Equals(header.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase) && header.Parameter is { Length: > 0 } token && access.IsToken(token);

    /// <summary>An unsafe method, or a web socket, which carries the page's actions.</summary>
    private static bool IsChange(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        || request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(HttpRequest request, bool orFromNoBrowser)
    {
        // Browsers send this header to loopback addresses too, and no page can forge it.
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is "same-origin" or "none";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            ? orFromNoBrowser
            : Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
