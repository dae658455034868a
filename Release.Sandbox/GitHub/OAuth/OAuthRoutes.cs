using Release.Sandbox.GitHub.Http;

namespace Release.Sandbox.GitHub.OAuth;

/// <summary>Where people sign in, and clients exchange what came of it.</summary>
internal sealed class OAuthRoutes(OAuthApi api) : IGitHubRoutes
{
    public IEnumerable<GitHubRoute> Routes =>
    [
        new("GET", "/login/oauth/authorize", api.Ask) { Web = true },
        new("POST", "/login/oauth/authorize", api.AgreeAsync) { Web = true },
        new("POST", "/login/oauth/access_token", api.ExchangeAsync) { Web = true },
        new("DELETE", "/applications/{client}/token", api.RevokeAsync),
    ];
}
