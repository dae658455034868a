namespace Release.Web.Hosting;

/// <summary>Adds security headers to every response.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Scripts are only Release's own files. Radzen's components use style attributes and a few event attributes
    // (onclick="Radzen.…"), hence script-src-attr; inline script elements stay forbidden. 'self' covers the web socket.
    private const string Policy =
        "default-src 'self'; script-src 'self'; script-src-attr 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    }
}
