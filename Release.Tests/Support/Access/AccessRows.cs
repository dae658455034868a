using Release.Core.Access;

namespace Release.Tests.Support.Access;

/// <summary>Every endpoint and page of Release. One that is mapped and does not stand here fails the tests: say what it asks of the policy.</summary>
internal static class AccessRows
{
    private const string Form = "one's own session, by a form with its token";
    private const string DeployBody = """{"application":"no-such-app","environment":"{environment}","version":"v1"}""";

    public static readonly IReadOnlyList<EndpointRow> All =
    [
        new("GET", "/", null, Why: "leads to the applications"),
        new("GET", "/healthcheck/live", null, Why: "probes have no token"),
        new("*", "/healthcheck/ready", null, Why: "probes have no token"),
        new("GET", "/openapi/{documentName}.json", null, Why: "the API's description; in the sandbox for anybody, else for those who are signed in"),
        new("GET", "/sign-in/github", null, Why: "the way to GitHub, where sign-in is configured"),
        new("POST", "/sign-in/sandbox", null, Why: "in the sandbox one is admin anyway; by a form with its token"),
        new("POST", "/sign-out", null, Why: Form),
        new("POST", "/sign-out/everywhere", null, Why: Form),
        new("GET", "/sandbox", null, Why: "leads to the sandbox's page, which is another program's"),
        new("POST", "/sandbox/role", null, Why: "the sandbox's own people alone, by a form with its token"),
        new("POST", "/webhooks/github", null, Why: "signed by GitHub with the webhook's secret"),

        new("POST", "/deployments", AccessAction.Notify, Body: """{"repo":"example/matrix","deployment":{"environment":"{environment}","version":"v1"}}"""),
        new("POST", "/api/v1/events/{namespace}/update-image-tag", AccessAction.Deploy, "/api/v1/events/apps/update-image-tag",
            """{"environment":"{environment}","repoName":"no-such-app","imageTag":"v1","promoteDeployment":"false"}"""),
        new("POST", "/api/v1/events/{namespace}/post-sync", AccessAction.Notify, "/api/v1/events/apps/post-sync", "{}"),
        new("GET", "/applications/{name}.json", AccessAction.Read, "/applications/no-such-app.json"),
        new("GET", "/api/applications", AccessAction.Read),
        new("GET", "/api/applications/{name}", AccessAction.Read, "/api/applications/no-such-app"),
        new("PATCH", "/api/applications/{name}", AccessAction.EditApplication, "/api/applications/no-such-app", """{"notes":"a note"}"""),
        new("PATCH", "/api/applications/{name}/environments/{environment}", AccessAction.SwitchFlags,
            "/api/applications/no-such-app/environments/{environment}", """{"promoteDeployment":true}"""),
        new("GET", "/api/deployments", AccessAction.Read),
        new("POST", "/api/deployments", AccessAction.Deploy, Body: DeployBody),
        new("GET", "/api/deployments/{id:guid}", AccessAction.Read, "/api/deployments/11111111-2222-3333-4444-555555555555"),
        new("GET", "/api/deployments/{id:guid}/logs", AccessAction.Read, "/api/deployments/11111111-2222-3333-4444-555555555555/logs"),
        new("GET", "/api/deployments/{id:guid}/changes", AccessAction.Read, "/api/deployments/11111111-2222-3333-4444-555555555555/changes"),
        new("GET", "/api/applications/{name}/changes", AccessAction.Read, "/api/applications/no-such-app/changes"),
        new("GET", "/api/applications/{name}/commits", AccessAction.Read, "/api/applications/no-such-app/commits"),
        new("POST", "/api/deployments/{id:guid}/resume", AccessAction.Deploy, "/api/deployments/{deployment}/resume"),
        new("POST", "/api/deployments/{id:guid}/cancel", AccessAction.Deploy, "/api/deployments/{deployment}/cancel"),
        new("POST", "/api/deployments/{id:guid}/rollback", AccessAction.Deploy, "/api/deployments/{deployment}/rollback"),
        new("GET", "/api/events", AccessAction.Read),
        new("GET", "/metrics", AccessAction.Read),
        new("GET", "/api/tokens", AccessAction.ManageTokens),
        new("POST", "/api/tokens", AccessAction.ManageTokens, Body: "{}"),
        new("POST", "/api/tokens/{id:int}/rotate", AccessAction.ManageTokens, "/api/tokens/4711/rotate"),
        new("DELETE", "/api/tokens/{id:int}", AccessAction.ManageTokens, "/api/tokens/4711"),

        new("*", "/admin/jobs/dashboard/{**path}", AccessAction.Administer, "/admin/jobs/dashboard"),

    ];

    /// <summary>Pages, by their address. Whoever may see them is shown on each only what they may do.</summary>
    public static readonly IReadOnlyList<(string Pattern, AccessAction? Action, string Path)> Pages =
    [
        ("/sign-in", null, "/sign-in"),
        ("/not-found", null, "/not-found"),
        ("/applications", AccessAction.Read, "/applications"),
        ("/applications/{Name}", AccessAction.Read, "/applications/publisher"),
        ("/deployments/{Id:guid}", AccessAction.Read, "/deployments/11111111-2222-3333-4444-555555555555"),
        ("/activity", AccessAction.Read, "/activity"),
        ("/admin/jobs", AccessAction.Administer, "/admin/jobs"),
        ("/admin/webhooks", AccessAction.Administer, "/admin/webhooks"),
        ("/admin/tokens", AccessAction.ManageTokens, "/admin/tokens"),
    ];
}
