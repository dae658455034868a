using Radzen;

namespace Release.Web.Components;

/// <summary>Registers and maps the pages (Blazor Server) and their static files.</summary>
internal static class ReleasePages
{
    public static void AddReleasePages(this WebApplicationBuilder builder)
    {
        // Needed when started from a build's output: packages' files are not in wwwroot there.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
    }

    public static void MapReleasePages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // SecurityHeaders already sets frame-ancestors; a second header would conflict.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }
}
