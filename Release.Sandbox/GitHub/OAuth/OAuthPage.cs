using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Release.Sandbox.GitHub.Accounts;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>The page on which one chooses who to be. Plain HTML without script; everything that comes from outside is encoded.</summary>
internal static class OAuthPage
{
    private const string Style = """
        :root { color-scheme: light dark; --bg: #f4f5f7; --card: #fff; --ink: #16191d; --quiet: #565e68; --line: #c9ced6; --accent: #1d4fa8; }
        @media (prefers-color-scheme: dark) { :root { --bg: #101316; --card: #191d22; --ink: #e8eaed; --quiet: #a3abb5; --line: #3b424b; --accent: #8db4ff; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 32px 16px; background: var(--bg); color: var(--ink); font: 16px/24px system-ui, sans-serif; }
        main { max-width: 480px; margin: 0 auto; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        h1 { margin: 0 0 8px; font-size: 20px; line-height: 28px; }
        p { margin: 0 0 16px; color: var(--quiet); }
        ul { list-style: none; margin: 0 0 16px; padding: 0; }
        button { display: block; width: 100%; min-height: 44px; margin: 0 0 8px; padding: 8px 16px; text-align: left; font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
        button:hover { border-color: var(--accent); }
        button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        button span { display: block; font-size: 14px; line-height: 20px; color: var(--quiet); }
        """;

    private static readonly string StyleHash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    /// <param name="teamsOf">The teams somebody is in now.</param>
    public static Task WriteChoiceAsync(HttpContext context, AuthorizationRequest request, Func<Person, IReadOnlyList<string>> teamsOf)
    {
        var page = new StringBuilder();
        page.Append("<h1>Sign in to ").Append(OAuthClient.Name).Append("</h1><p>This is the sandbox's GitHub. Choose who you are; everybody here is invented.</p>");
        page.Append("<form method=\"post\" action=\"/login/oauth/authorize\">");
        foreach (var (name, value) in request.Fields())
        {
            page.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(Encode(value)).Append("\">");
        }

        page.Append("<ul>");
        foreach (var person in People.All.Where(person => !person.IsMachine))
        {
            var teams = teamsOf(person);
            page.Append("<li><button name=\"login\" value=\"").Append(Encode(person.Login)).Append("\">").Append(Encode(person.Name))
                .Append("<span>").Append(Encode(person.Login)).Append(", ")
                .Append(Encode(teams.Count == 0 ? "not a member of the organisation" : string.Join(", ", teams))).Append("</span></button></li>");
        }

        page.Append("</ul><button name=\"cancel\" value=\"1\">Cancel</button></form>");
        return WriteAsync(context, StatusCodes.Status200OK, $"Sign in to {OAuthClient.Name}", page.ToString(), new Uri(request.RedirectUri).GetLeftPart(UriPartial.Authority));
    }

    public static Task WriteProblemAsync(HttpContext context, int status, string title, string what) =>
        WriteAsync(context, status, title, $"<h1>{Encode(title)}</h1><p>{Encode(what)}</p>", callback: "");

    /// <param name="callback">Where the form's answer leads: browsers check that against the policy as well.</param>
    private static Task WriteAsync(HttpContext context, int status, string title, string body, string callback)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'sha256-{StyleHash}'; form-action 'self' {callback}; base-uri 'none'; frame-ancestors 'none'";
        return context.Response.WriteAsync(
            $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Encode(title)}</title><style>{Style}</style></head><body><main>{body}</main></body></html>",
            context.RequestAborted);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
