using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The organisation, its members and teams. As at GitHub, only members can read team memberships.</summary>
internal sealed class OrganisationRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/orgs/{org}", Show),
        new("GET", "/orgs/{org}/repos", ListRepositoriesAsync),
        new("GET", "/orgs/{org}/members", ListMembers),
        new("GET", "/orgs/{org}/members/{username}", CheckMember),
        new("GET", "/orgs/{org}/memberships/{username}", ShowMembership),
        new("GET", "/orgs/{org}/teams", ListTeams),
        new("GET", "/orgs/{org}/teams/{team}", ShowTeam),
        new("GET", "/orgs/{org}/teams/{team}/members", ListTeamMembers),
        new("GET", "/orgs/{org}/teams/{team}/memberships/{username}", ShowTeamMembership),
        new("GET", "/user/orgs", ListOwnOrganisations),
        new("GET", "/user/teams", ListOwnTeams),
        new("GET", "/user/memberships/orgs/{org}", ShowOwnMembership),
    ];

    private static GitHubResponse Show(GitHubRequest call)
    {
        CheckOrganisation(call);
        return GitHubResponse.Json(UserJson.Organisation(call));
    }

    private static async Task<GitHubResponse> ListRepositoriesAsync(GitHubRequest call)
    {
        CheckOrganisation(call);
        var names = await call.State.Repositories.NamesAsync(call.Cancelled);
        var paging = Paging.Of(call);
        var body = new JsonArray();
        foreach (var name in paging.Take(names))
        {
            body.Add(RepositoryJson.Full(call, await call.State.Repositories.GetAsync(name, call.Cancelled)));
        }

        return paging.Link(call, GitHubResponse.Json(body), names.Count);
    }

    private static GitHubResponse ListMembers(GitHubRequest call)
    {
        CheckOrganisation(call);
        var members = People.All.Where(person => call.State.Memberships.IsMember(person.Login)).ToList();
        return Paging.Answer(call, members, person => UserJson.Simple(call, person));
    }

    private static GitHubResponse CheckMember(GitHubRequest call)
    {
        CheckOrganisation(call);
        return call.State.Memberships.IsMember(call.Value("username")) ? GitHubResponse.NoContent : throw GitHubException.NotFound();
    }

    private static GitHubResponse ShowMembership(GitHubRequest call)
    {
        CheckOrganisation(call);
        RequireMember(call);
        return Membership(call, call.Value("username"));
    }

    private static GitHubResponse ShowOwnMembership(GitHubRequest call)
    {
        CheckOrganisation(call);
        return Membership(call, call.RequireIdentity().Login);
    }

    private static GitHubResponse Membership(GitHubRequest call, string login)
    {
        if (People.Find(login) is not { } person || !call.State.Memberships.IsMember(login))
        {
            throw GitHubException.NotFound();
        }

        var organisation = $"{call.Api}/orgs/{SandboxGitHub.Organisation}";
        return GitHubResponse.Json(new JsonObject
        {
            ["url"] = $"{organisation}/memberships/{person.Login}",
            ["state"] = "active",
            ["role"] = call.State.Memberships.IsIn(SandboxGitHub.AdminsTeam, login) ? "admin" : "member",
            ["organization_url"] = organisation,
            ["organization"] = UserJson.SimpleOrganisation(call),
            ["user"] = UserJson.Simple(call, person),
        });
    }

    private static GitHubResponse ListTeams(GitHubRequest call)
    {
        CheckOrganisation(call);
        RequireMember(call);
        return Paging.Answer(call, Memberships.Teams, team => UserJson.Team(call, team));
    }

    private static GitHubResponse ShowTeam(GitHubRequest call)
    {
        var team = FindTeam(call);
        var body = UserJson.Team(call, team);
        body["members_count"] = People.All.Count(person => call.State.Memberships.IsIn(team.Slug, person.Login));
        body["repos_count"] = 0;
        body["created_at"] = "2020-03-02T09:00:00Z";
        body["updated_at"] = "2026-01-05T09:00:00Z";
        body["organization"] = UserJson.Organisation(call);
        return GitHubResponse.Json(body);
    }

    private static GitHubResponse ListTeamMembers(GitHubRequest call)
    {
        var team = FindTeam(call);
        return Paging.Answer(call, People.All.Where(person => call.State.Memberships.IsIn(team.Slug, person.Login)).ToList(), person => UserJson.Simple(call, person));
    }

    private static GitHubResponse ShowTeamMembership(GitHubRequest call)
    {
        var team = FindTeam(call);
        var login = call.Value("username");
        if (!call.State.Memberships.IsIn(team.Slug, login))
        {
            throw GitHubException.NotFound();
        }

        return GitHubResponse.Json(new JsonObject
        {
            ["state"] = "active",
            ["role"] = call.State.Memberships.IsIn(SandboxGitHub.AdminsTeam, login) ? "maintainer" : "member",
            ["url"] = $"{call.Api}/organizations/{UserJson.OrganisationId}/team/{team.Id}/memberships/{Uri.EscapeDataString(login)}",
        });
    }

    private static GitHubResponse ListOwnOrganisations(GitHubRequest call)
    {
        var member = call.State.Memberships.IsMember(call.RequireIdentity().Login);
        return Paging.Answer(call, member ? [SandboxGitHub.Organisation] : Array.Empty<string>(), _ => UserJson.SimpleOrganisation(call));
    }

    private static GitHubResponse ListOwnTeams(GitHubRequest call)
    {
        var login = call.RequireIdentity().Login;
        return Paging.Answer(call, Memberships.Teams.Where(team => call.State.Memberships.IsIn(team.Slug, login)).ToList(), team =>
        {
            var body = UserJson.Team(call, team);
            body["organization"] = UserJson.Organisation(call);
            body["members_count"] = People.All.Count(person => call.State.Memberships.IsIn(team.Slug, person.Login));
            body["repos_count"] = 0;
            body["created_at"] = "2020-03-02T09:00:00Z";
            body["updated_at"] = "2026-01-05T09:00:00Z";
            return body;
        });
    }

    private static Team FindTeam(GitHubRequest call)
    {
        CheckOrganisation(call);
        RequireMember(call);
        return Memberships.Teams.FirstOrDefault(team => team.Slug == call.Value("team")) ?? throw GitHubException.NotFound();
    }

    private static void CheckOrganisation(GitHubRequest call)
    {
        if (!call.Value("org").Equals(SandboxGitHub.Organisation, StringComparison.OrdinalIgnoreCase))
        {
            throw GitHubException.NotFound();
        }
    }

    private static void RequireMember(GitHubRequest call)
    {
        var identity = call.RequireIdentity();
        if (identity.InstallationId is null && !call.State.Memberships.IsMember(identity.Login))
        {
            throw GitHubException.NotFound();
        }
    }
}
