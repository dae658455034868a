using System.Text.Json.Nodes;
using Release.Sandbox.GitHub.Accounts;
using Release.Sandbox.GitHub.Http;
using Release.Sandbox.GitHub.Json;

namespace Release.Sandbox.GitHub.Rest;

/// <summary>The API's root, quotas and accounts.</summary>
internal sealed class MetaRoutes : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/", Root),
        new("GET", "/meta", _ => GitHubResponse.Json(new JsonObject { ["verifiable_password_authentication"] = false, ["installed_version"] = "3.17.0" })),
        new("GET", "/rate_limit", ShowLimits),
        new("GET", "/user", ShowAuthenticatedUser),
        new("GET", "/users/{username}", ShowUser),
    ];

    private static GitHubResponse Root(GitHubRequest call) => GitHubResponse.Json(new JsonObject
    {
        ["current_user_url"] = $"{call.Api}/user",
        ["rate_limit_url"] = $"{call.Api}/rate_limit",
        ["organization_url"] = $"{call.Api}/orgs/{{org}}",
        ["repository_url"] = $"{call.Api}/repos/{{owner}}/{{repo}}",
        ["user_url"] = $"{call.Api}/users/{{user}}",
    });

    private static GitHubResponse ShowLimits(GitHubRequest call)
    {
        var core = Describe("core");
        return GitHubResponse.Json(new JsonObject
        {
            ["resources"] = new JsonObject { ["core"] = core, ["search"] = Describe("search"), ["graphql"] = Describe("graphql") },
            ["rate"] = core.DeepClone(),
        });

        JsonObject Describe(string resource)
        {
            var limit = call.State.Limits.Take(call.Caller, resource, 0);
            return new JsonObject
            {
                ["limit"] = limit.Limit,
                ["used"] = limit.Used,
                ["remaining"] = limit.Remaining,
                ["reset"] = limit.ResetSeconds,
                ["resource"] = resource,
            };
        }
    }

    private static GitHubResponse ShowAuthenticatedUser(GitHubRequest call)
    {
        var identity = call.RequireIdentity();
        return identity.InstallationId is null
            ? GitHubResponse.Json(UserJson.Public(call, call.Actor))
            : throw new GitHubException(StatusCodes.Status403Forbidden, "Resource not accessible by integration");
    }

    private static GitHubResponse ShowUser(GitHubRequest call) =>
        People.Find(call.Value("username")) is { } person ? GitHubResponse.Json(UserJson.Public(call, person)) : throw GitHubException.NotFound();
}
