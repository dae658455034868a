using Radzen;

namespace Release.Web.Components;

/// <summary>The pages: Blazor Server, with the files they need.</summary>
internal static class ReleasePages
{
    public static void AddReleasePages(this WebApplicationBuilder builder)
    {
        // Started from a build's output rather than a published folder, files of packages are found where the build found them.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddRadzenComponents();
    }

    public static void MapReleasePages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // Who may frame us stands in our own policy (SecurityHeaders); a second header would only confuse.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }
}
