using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Release.Web.Components;

/// <summary>The document around every page.</summary>
public sealed partial class App
{
    private static readonly string[] Themes = ["light", "dark"];
    private static readonly string[] Densities = ["comfortable", "compact"];

    private IComponentRenderMode? _mode;
    private string? _theme;
    private string? _density;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    protected override void OnInitialized()
    {
        // The sign-in page is static HTML: only people who are signed in get a circuit.
        _mode = Http?.AcceptsInteractiveRouting() is false ? null : RenderMode.InteractiveServer;
        // release.js sets the cookies. Without one the system's theme applies.
        _theme = Known(Http?.Request.Cookies["release-theme"], Themes);
        _density = Known(Http?.Request.Cookies["release-density"], Densities);
    }

    private static string? Known(string? value, string[] values) => Array.Find(values, known => known == value);

    private string MediaOf(string theme) =>
        _theme is null ? $"(prefers-color-scheme: {theme})" : _theme == theme ? "all" : "not all";
}
