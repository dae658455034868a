using System.Text.Encodings.Web;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Web;

/// <summary>The layout of the site's pages, which exist as targets of links and say that they are part of a sandbox.</summary>
internal static class SitePage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:1rem;color:#1f2328;background:#fff}
        a{color:#0550ae} pre{background:#f3f4f6;padding:.75rem;overflow:auto} table{border-collapse:collapse} td,th{padding:.25rem 1rem .25rem 0;text-align:left;vertical-align:top}
        .choice{list-style:none;padding:0} .choice .note{display:block}
        button{display:block;width:100%;max-width:30rem;min-height:44px;margin:0 0 .5rem;padding:.5rem 1rem;text-align:left;font:inherit;color:inherit;background:none;border:1px solid #6e7781;border-radius:.5rem;cursor:pointer}
        button:focus-visible{outline:3px solid currentColor;outline-offset:2px}
        .note{color:#4d555e} .add{background:#dafbe1} .del{background:#ffebe9}
        @media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}a{color:#79b8ff}pre{background:#161b22}.note{color:#a3adb8}.add{background:#12361f}.del{background:#4a1a1f}}
        """;

    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML with escaped text, see <see cref="Text"/>.</param>
    /// <param name="formAction">The form-action sources of the Content-Security-Policy; null without forms.</param>
    public static GitHubResponse Show(string title, string body, int status = StatusCodes.Status200OK, string? formAction = null) => GitHubResponse.Html(
        $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{Text(title)} · Sandbox GitHub</title><style>{Style}</style></head>
        <body><header><p class="note">Sandbox GitHub: nothing here is real</p></header><main><h1>{Text(title)}</h1>{body}</main></body></html>
        """,
        status).With(
            "Content-Security-Policy", $"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action {formAction ?? "'none'"}; base-uri 'none'; frame-ancestors 'none'");

    public static GitHubResponse NotFound() => Show("Page not found", "<p>There is nothing at this address.</p>", StatusCodes.Status404NotFound);

    /// <summary>Escapes a text for HTML.</summary>
    public static string Text(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    /// <param name="path">Path of the site, beginning with a slash, with escaped segments.</param>
    public static string Link(string path, string text) => $"<a href=\"{Text(path)}\">{Text(text)}</a>";
}
