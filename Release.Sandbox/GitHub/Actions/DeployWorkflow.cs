using System.Text.RegularExpressions;
using Release.Sandbox.GitHub.Repositories;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>What GOV.UK's <c>deploy.yml</c> makes of its inputs.</summary>
internal static partial class DeployWorkflow
{
    /// <summary>The tag that the image gets: a git tag's own name; for a branch or a commit, the commit's full name. Null when there is no such reference.</summary>
    public static async Task<string?> TagOfAsync(AppRepository repository, string gitRef, CancellationToken cancellationToken)
    {
        var name = gitRef.StartsWith("refs/tags/", StringComparison.Ordinal) ? gitRef["refs/tags/".Length..] : gitRef;
        return ImageTag().IsMatch(name) && repository.Git.Refs.Read().ContainsKey($"refs/tags/{name}")
            ? name
            : (await repository.Git.ResolveAsync(gitRef, cancellationToken))?.Sha;
    }

    /// <summary>As <c>run-name</c> says.</summary>
    public static string TitleOf(string gitRef, string environment) => $"Deploy {gitRef} to {environment}";

    /// <summary>What a registry takes as a tag.</summary>
    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ImageTag();
}
