using Microsoft.AspNetCore.Components.Endpoints;

namespace Release.Web.Errors;

/// <summary>Tells apart a browser that opens a page and a program.</summary>
internal static class PageRequest
{
    private static readonly string[] NeverPages = ["/api", "/metrics", "/healthcheck", "/openapi", "/_framework", "/_blazor", "/_content", "/webhooks"];

    /// <summary>Whether a missing sign-in is answered with a page rather than with 401.</summary>
    public static bool IsPage(HttpContext context)
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

        // No endpoint matched: Swagger UI, or an unknown address, for which a browser gets 404 rather than 401.
        return request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !Array.Exists(NeverPages, prefix => request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
