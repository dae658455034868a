using System.Globalization;
using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.Json;

/// <summary>JSON of accounts and of the organisation.</summary>
internal static class UserJson
{
    public const long OrganisationId = 7_700_000;

    public static JsonNode? Simple(IGitHubView view, string? login) => login is not null && People.Find(login) is { } person ? Simple(view, person) : null;

    public static JsonObject Simple(IGitHubView view, Person person) =>
        Account(view, person.Id, person.Login, person.IsBot ? "Bot" : "User", view.State.Memberships.IsIn(SandboxGitHub.AdminsTeam, person.Login));

    /// <summary>The organisation as an owner.</summary>
    public static JsonObject Owner(IGitHubView view) => Account(view, OrganisationId, SandboxGitHub.Organisation, "Organization", siteAdmin: false);

    /// <summary>The response of <c>GET /users/{username}</c>.</summary>
    public static JsonObject Public(IGitHubView view, Person person)
    {
        var user = Simple(view, person);
        user["name"] = person.Name;
        user["company"] = null;
        user["blog"] = "";
        user["location"] = null;
        user["email"] = person.Email;
        user["hireable"] = null;
        user["bio"] = null;
        user["twitter_username"] = null;
        user["public_repos"] = 0;
        user["public_gists"] = 0;
        user["followers"] = 0;
        user["following"] = 0;
        user["created_at"] = "2020-03-02T09:00:00Z";
        user["updated_at"] = "2026-01-05T09:00:00Z";
        return user;
    }

    /// <summary>The response of <c>GET /orgs/{org}</c>.</summary>
    public static JsonObject Organisation(IGitHubView view)
    {
        var organisation = SimpleOrganisation(view);
        organisation["name"] = "Example";
        organisation["company"] = "Example";
        organisation["blog"] = "";
        organisation["location"] = "Nowhere";
        organisation["email"] = "github@example.com";
        organisation["twitter_username"] = null;
        organisation["is_verified"] = false;
        organisation["has_organization_projects"] = false;
        organisation["has_repository_projects"] = false;
        organisation["public_repos"] = 0;
        organisation["public_gists"] = 0;
        organisation["followers"] = 0;
        organisation["following"] = 0;
        organisation["html_url"] = $"{view.Web}/{SandboxGitHub.Organisation}";
        organisation["created_at"] = "2020-03-02T09:00:00Z";
        organisation["updated_at"] = "2026-01-05T09:00:00Z";
        organisation["archived_at"] = null;
        organisation["type"] = "Organization";
        return organisation;
    }

    public static JsonObject SimpleOrganisation(IGitHubView view)
    {
        var url = $"{view.Api}/orgs/{SandboxGitHub.Organisation}";
        return new JsonObject
        {
            ["login"] = SandboxGitHub.Organisation,
            ["id"] = OrganisationId,
            ["node_id"] = Ids.Node("Organization", SandboxGitHub.Organisation),
            ["url"] = url,
            ["repos_url"] = $"{url}/repos",
            ["events_url"] = $"{url}/events",
            ["hooks_url"] = $"{url}/hooks",
            ["issues_url"] = $"{url}/issues",
            ["members_url"] = $"{url}/members{{/member}}",
            ["public_members_url"] = $"{url}/public_members{{/member}}",
            ["avatar_url"] = Avatar(view, OrganisationId),
            ["description"] = "The sandbox's organisation",
        };
    }

    public static JsonObject Team(IGitHubView view, Team team)
    {
        var url = $"{view.Api}/organizations/{OrganisationId}/team/{team.Id}";
        return new JsonObject
        {
            ["id"] = team.Id,
            ["node_id"] = Ids.Node("Team", team.Slug),
            ["name"] = team.Name,
            ["slug"] = team.Slug,
            ["description"] = team.Description,
            ["privacy"] = "closed",
            ["notification_setting"] = "notifications_enabled",
            ["permission"] = "pull",
            ["type"] = "organization",
            ["organization_id"] = OrganisationId,
            ["url"] = url,
            ["html_url"] = $"{view.Web}/orgs/{SandboxGitHub.Organisation}/teams/{team.Slug}",
            ["members_url"] = $"{url}/members{{/member}}",
            ["repositories_url"] = $"{url}/repos",
            ["parent"] = null,
        };
    }

    public static string Avatar(IGitHubView view, long id) => $"{view.Web}/avatars/u/{id.ToString(CultureInfo.InvariantCulture)}";

    private static JsonObject Account(IGitHubView view, long id, string login, string type, bool siteAdmin)
    {
        var escaped = Uri.EscapeDataString(login);
        var url = $"{view.Api}/users/{escaped}";
        return new JsonObject
        {
            ["login"] = login,
            ["id"] = id,
            ["node_id"] = Ids.Node(type, login),
            ["avatar_url"] = Avatar(view, id),
            ["gravatar_id"] = "",
            ["url"] = url,
            ["html_url"] = type == "Bot" ? $"{view.Web}/apps/{login.Split('[')[0]}" : $"{view.Web}/{escaped}",
            ["followers_url"] = $"{url}/followers",
            ["following_url"] = $"{url}/following{{/other_user}}",
            ["gists_url"] = $"{url}/gists{{/gist_id}}",
            ["starred_url"] = $"{url}/starred{{/owner}}{{/repo}}",
            ["subscriptions_url"] = $"{url}/subscriptions",
            ["organizations_url"] = $"{url}/orgs",
            ["repos_url"] = $"{url}/repos",
            ["events_url"] = $"{url}/events{{/privacy}}",
            ["received_events_url"] = $"{url}/received_events",
            ["type"] = type,
            ["user_view_type"] = "public",
            ["site_admin"] = siteAdmin,
        };
    }
}
