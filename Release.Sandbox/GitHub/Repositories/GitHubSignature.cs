using Release.Sandbox.Git.Objects;

namespace Release.Sandbox.GitHub.Repositories;

/// <summary>Who commits what is merged or edited on the site rather than pushed.</summary>
internal static class GitHubSignature
{
    public static GitSignature At(DateTimeOffset time) => new("GitHub", "noreply@github.example", time);
}
