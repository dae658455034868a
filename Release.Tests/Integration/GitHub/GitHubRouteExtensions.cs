using Release.Integrations.GitHub.Client;

namespace Release.Tests.Integration.GitHub;

internal static class GitHubRouteExtensions
{
    public static string ToKey(this GitHubRoute route) => $"{route.Method} {route.Template}";
}
