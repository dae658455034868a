using Microsoft.AspNetCore.Components;

namespace Release.Web.Components;

/// <summary>The document around every page.</summary>
public sealed partial class App
{
    private static readonly string[] Themes = ["light", "dark"];
    private static readonly string[] Densities = ["comfortable", "compact"];

    private string? _theme;
    private string? _density;

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    protected override void OnInitialized()
    {
        // Remembered by release.js. Without a cookie the theme is the system's.
        _theme = Known(Http?.Request.Cookies["release-theme"], Themes);
        _density = Known(Http?.Request.Cookies["release-density"], Densities);
    }

    private static string? Known(string? value, string[] values) => Array.Find(values, known => known == value);

    private string MediaOf(string theme) =>
        _theme is null ? $"(prefers-color-scheme: {theme})" : _theme == theme ? "all" : "not all";
}
