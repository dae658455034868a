using Microsoft.AspNetCore.DataProtection;

namespace Release.Sandbox.Pages;

/// <summary>The page: Blazor Server, with the files it needs.</summary>
internal static class PageSetup
{
    public static void AddSandboxPage(this WebApplicationBuilder builder)
    {
        // Started from a build's output rather than a published folder, the page's files are found where the build found them.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        // A page does not outlive the process, and nothing is written outside the sandbox's folder.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
    }

    public static void MapSandboxPage(this WebApplication app)
    {
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);
    }
}
