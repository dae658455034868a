using Microsoft.Net.Http.Headers;
using Release.Web.Hosting;

namespace Release.Web.Endpoints;

/// <summary>Blazor's script, where the SDK does not bring it.</summary>
internal static class ScriptEndpoints
{
    public static void MapScript(this IEndpointRouteBuilder routes)
    {
#if !SDK_BLAZOR_SCRIPT
        routes.MapMethods("/" + BlazorScript.ResourceName, [HttpMethods.Get, HttpMethods.Head], Script)
            .AllowAnonymous().ExcludeFromDescription();
#endif
    }

    private static IResult Script(HttpContext context, BlazorScript script)
    {
        var (bytes, encoding) = script.For(context.Request.Headers.AcceptEncoding.ToString());
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        // Weak: the same script in several encodings.
        return Results.Bytes(bytes, "text/javascript; charset=utf-8",
            entityTag: new EntityTagHeaderValue(script.EntityTag, isWeak: true));
    }
}
