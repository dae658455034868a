using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>Where people sign in, and clients exchange what came of it.</summary>
internal sealed class OAuthRoutes(OAuthApi api) : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/login/oauth/authorize", call => RunAsync(call, api.AskAsync)) { Web = true },
        new("POST", "/login/oauth/authorize", call => RunAsync(call, api.AgreeAsync)) { Web = true },
        new("POST", "/login/oauth/access_token", call => RunAsync(call, api.ExchangeAsync)) { Web = true },
        new("DELETE", "/applications/{client}/token", call => RunAsync(call, context => api.RevokeAsync(context, call.Value("client")))),
    ];

    private static async Task<GitHubAnswer> RunAsync(GitHubCall call, Func<HttpContext, Task> handler)
    {
        await handler(call.Http);
        return GitHubAnswer.Done;
    }
}
