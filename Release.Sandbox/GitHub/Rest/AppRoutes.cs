using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;
using Release.Sandbox.GitHub.Tokens;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The GitHub App: exchanges a JSON web token for installation tokens that expire after an hour.</summary>
internal sealed class AppRoutes : IGitHubRoutes
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/app", Show) { ForApp = true },
        new("GET", "/app/installations", List) { ForApp = true },
        new("GET", "/app/installations/{installation}", ShowInstallation) { ForApp = true },
        new("POST", "/app/installations/{installation}/access_tokens", CreateToken) { ForApp = true },
        new("GET", "/orgs/{org}/installation", ShowInstallation) { ForApp = true },
        new("GET", "/repos/{owner}/{repo}/installation", ShowRepositoryInstallationAsync) { ForApp = true },
        new("GET", "/installation/repositories", ListRepositoriesAsync),
        new("DELETE", "/installation/token", RevokeToken),
    ];

    private static JsonObject Permissions => new()
    {
        ["actions"] = "write",
        ["checks"] = "read",
        ["contents"] = "write",
        ["members"] = "read",
        ["metadata"] = "read",
        ["pull_requests"] = "read",
        ["statuses"] = "read",
    };

    private static JsonArray Events => ["push", "release", "workflow_run", "registry_package"];

    private static GitHubResponse Show(GitHubRequest call)
    {
        call.State.App.Check(call.Token);
        return GitHubResponse.Json(new JsonObject
        {
            ["id"] = SandboxGitHub.AppId,
            ["slug"] = SandboxGitHub.AppSlug,
            ["client_id"] = "Iv1.sandbox-release",
            ["node_id"] = Ids.Node("App", SandboxGitHub.AppSlug),
            ["owner"] = UserJson.Owner(call),
            ["name"] = "Release sandbox",
            ["description"] = "Lets Release read and deploy",
            ["external_url"] = call.Web,
            ["html_url"] = $"{call.Web}/apps/{SandboxGitHub.AppSlug}",
            ["created_at"] = "2024-03-02T09:00:00Z",
            ["updated_at"] = "2026-01-05T09:00:00Z",
            ["permissions"] = Permissions,
            ["events"] = Events,
            ["installations_count"] = 1,
        });
    }

    private static GitHubResponse List(GitHubRequest call)
    {
        call.State.App.Check(call.Token);
        return Paging.Answer(call, [SandboxGitHub.InstallationId], _ => Installation(call));
    }

    private static GitHubResponse ShowInstallation(GitHubRequest call)
    {
        call.State.App.Check(call.Token);
        var known = call.Path.StartsWith("/app/", StringComparison.Ordinal)
            ? call.Number("installation") == SandboxGitHub.InstallationId
            : call.Value("org").Equals(SandboxGitHub.Organisation, StringComparison.OrdinalIgnoreCase);
        return known ? GitHubResponse.Json(Installation(call)) : throw GitHubException.NotFound();
    }

    private static async Task<GitHubResponse> ShowRepositoryInstallationAsync(GitHubRequest call)
    {
        call.State.App.Check(call.Token);
        await call.RepositoryAsync();
        return GitHubResponse.Json(Installation(call));
    }

    private static GitHubResponse CreateToken(GitHubRequest call)
    {
        call.State.App.Check(call.Token);
        if (call.Number("installation") != SandboxGitHub.InstallationId)
        {
            throw GitHubException.NotFound();
        }

        var token = GitHubTokens.Make("ghs_");
        var end = call.State.Time.GetUtcNow() + Life;
        call.State.Tokens.Register(token, new GitHubIdentity(Accounts.People.AppBot.Login, SandboxGitHub.InstallationId, []), end);
        return GitHubResponse.Json(
            new JsonObject { ["token"] = token, ["expires_at"] = Times.Iso(end), ["permissions"] = Permissions, ["repository_selection"] = "all" },
            StatusCodes.Status201Created);
    }

    private static async Task<GitHubResponse> ListRepositoriesAsync(GitHubRequest call)
    {
        if (call.RequireIdentity().InstallationId is null)
        {
            throw new GitHubException(StatusCodes.Status403Forbidden, "You must authenticate with an installation access token in order to list repositories for an installation.");
        }

        var names = await call.State.Repositories.NamesAsync(call.Cancelled);
        var paging = Paging.Of(call);
        var repositories = new JsonArray();
        foreach (var name in paging.Take(names))
        {
            repositories.Add(RepositoryJson.Full(call, await call.State.Repositories.GetAsync(name, call.Cancelled)));
        }

        return paging.Link(
            call, GitHubResponse.Json(new JsonObject { ["total_count"] = names.Count, ["repositories"] = repositories, ["repository_selection"] = "all" }), names.Count);
    }

    private static GitHubResponse RevokeToken(GitHubRequest call) =>
        call.Identity?.InstallationId is not null && call.State.Tokens.Revoke(call.Token!) ? GitHubResponse.NoContent : throw GitHubException.NeedsToken();

    private static JsonNode Installation(GitHubRequest call)
    {
        var url = $"{call.Api}/app/installations/{SandboxGitHub.InstallationId}";
        return new JsonObject
        {
            ["id"] = SandboxGitHub.InstallationId,
            ["account"] = UserJson.Owner(call),
            ["repository_selection"] = "all",
            ["access_tokens_url"] = $"{url}/access_tokens",
            ["repositories_url"] = $"{call.Api}/installation/repositories",
            ["html_url"] = $"{call.Web}/organizations/{SandboxGitHub.Organisation}/settings/installations/{SandboxGitHub.InstallationId}",
            ["app_id"] = SandboxGitHub.AppId,
            ["client_id"] = "Iv1.sandbox-release",
            ["app_slug"] = SandboxGitHub.AppSlug,
            ["target_id"] = UserJson.OrganisationId,
            ["target_type"] = "Organization",
            ["permissions"] = Permissions,
            ["events"] = Events,
            ["created_at"] = "2024-03-02T09:00:00Z",
            ["updated_at"] = "2026-01-05T09:00:00Z",
            ["single_file_name"] = null,
            ["has_multiple_single_files"] = false,
            ["single_file_paths"] = new JsonArray(),
            ["suspended_by"] = null,
            ["suspended_at"] = null,
        };
    }
}
