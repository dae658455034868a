using System.Text;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Web;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>The page to choose an account. HTML without script; all input is encoded.</summary>
internal static class OAuthPage
{
    /// <param name="teamsOf">Finds the current teams of an account.</param>
    public static GitHubResponse Choose(AuthorizationRequest request, Func<Person, IReadOnlyList<string>> teamsOf)
    {
        var page = new StringBuilder("<p>This is the sandbox's GitHub. Choose who you are; everybody here is invented.</p>");
        page.Append("<form method=\"post\" action=\"/login/oauth/authorize\">");
        foreach (var (name, value) in request.Fields())
        {
            page.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(SitePage.Text(value)).Append("\">");
        }

        page.Append("<ul class=\"choice\">");
        foreach (var person in People.All.Where(person => !person.IsMachine))
        {
            var teams = teamsOf(person);
            page.Append("<li><button name=\"login\" value=\"").Append(SitePage.Text(person.Login)).Append("\">").Append(SitePage.Text(person.Name))
                .Append("<span class=\"note\">").Append(SitePage.Text(person.Login)).Append(", ")
                .Append(SitePage.Text(teams.Count == 0 ? "not a member of the organisation" : string.Join(", ", teams))).Append("</span></button></li>");
        }

        page.Append("</ul><button name=\"cancel\" value=\"1\">Cancel</button></form>");

        // Browsers apply form-action to the redirect after the form as well.
        return Private(SitePage.Show($"Sign in to {OAuthClient.Name}", page.ToString(), formAction: $"'self' {new Uri(request.RedirectUri).GetLeftPart(UriPartial.Authority)}"));
    }

    public static GitHubResponse Problem(int status, string title, string what) => Private(SitePage.Show(title, $"<p>{SitePage.Text(what)}</p>", status));

    private static GitHubResponse Private(GitHubResponse page) => page.With("Cache-Control", "no-store").With("Referrer-Policy", "no-referrer");
}
