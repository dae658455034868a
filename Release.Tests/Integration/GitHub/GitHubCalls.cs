using System.Collections.Frozen;
using System.Reflection;
using Release.Core.Environments;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Tests.Integration.GitHub;

/// <summary>For every operation of GitHub that Release calls: something a user of the ports does that calls it.</summary>
internal static class GitHubCalls
{
    public static readonly SourceRepository Repository = SourceRepository.Parse("example/publisher");
    public static readonly CommitSha Base = CommitSha.Parse(new string('a', 40));
    public static readonly CommitSha Head = CommitSha.Parse(new string('b', 40));

    private const string Branch = "update-image-tag/publisher/staging/v2";

    private static readonly BuildRequest s_build = new(Repository, "main", EnvironmentName.Parse("staging"), GitReferenceName.Parse("feature/faster"));

    public static readonly IReadOnlyDictionary<GitHubRoute, Func<GitHubUnderTest, CancellationToken, Task>> All = new Dictionary<GitHubRoute, Func<GitHubUnderTest, CancellationToken, Task>>
    {
        [GitHubRoutes.Compare] = (github, token) => github.Host.CompareAsync(Repository, Base, Head, token),
        [GitHubRoutes.Commit] = (github, token) => github.Host.ResolveAsync(Repository, GitReferenceName.Parse("feature/faster"), token),
        [GitHubRoutes.Tags] = (github, token) => github.Host.TagsOnAsync(Repository, Base, DateTimeOffset.UnixEpoch, token),
        [GitHubRoutes.MatchingReferences] = (github, token) => github.Host.SuggestAsync(Repository, "feature/", token),
        [GitHubRoutes.Statuses] = (github, token) => github.Host.ChecksAsync(Repository, Head, token),
        [GitHubRoutes.CheckRuns] = (github, token) => github.Host.ChecksAsync(Repository, Head, token),
        [GitHubRoutes.Reference] = (github, token) => github.Configuration.ReadAllAsync(token),
        [GitHubRoutes.Tree] = (github, token) => github.Calls.TreeAsync(Head.Value, all: true, token),
        [GitHubRoutes.Blob] = (github, token) => github.Calls.BlobAsync(Head.Value, token),
        [GitHubRoutes.ReadFile] = (github, token) => github.Calls.FileAsync("charts/app-config/image-tags/staging/publisher", Head.Value, token),
        [GitHubRoutes.Commits] = (github, token) => github.Calls.LastCommitAsync("charts/app-config/image-tags/staging/publisher", Head.Value, token),
        [GitHubRoutes.CreateReference] = (github, token) => github.Calls.CreateBranchAsync(Branch, Head.Value, token),
        [GitHubRoutes.DeleteReference] = (github, token) => github.Calls.DeleteBranchAsync(Branch, token),
        [GitHubRoutes.WriteFile] = (github, token) => github.Calls.CommitAsync("charts/app-config/image-tags/staging/publisher", "image_tag: v2\n"u8.ToArray(), Head.Value, Branch, "Update", token),
        [GitHubRoutes.Merge] = (github, token) => github.Calls.MergeAsync(Branch, token),
        [GitHubRoutes.Dispatch] = (github, token) => github.Builds.DispatchAsync(s_build, token),
        [GitHubRoutes.WorkflowRuns] = (github, token) => github.Builds.FindDispatchedAsync(s_build, new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), FrozenSet<long>.Empty, token),
        [GitHubRoutes.WorkflowRun] = (github, token) => github.Builds.FindAsync(Repository, 30_433_642, token),
        [GitHubRoutes.OrganisationMembership] = (github, token) => github.Teams.IsActiveMemberAsync("example", null, "octocat", token),
        [GitHubRoutes.TeamMembership] = (github, token) => github.Teams.IsActiveMemberAsync("example", "production-deploy", "octocat", token),
        [GitHubRoutes.OrganisationInstallation] = (github, token) => github.Teams.IsActiveMemberAsync("example", null, "octocat", token),
        [GitHubRoutes.InstallationToken] = (github, token) => github.Teams.IsActiveMemberAsync("example", null, "octocat", token),
    };

    /// <summary>The operations that are declared, read from their class, so that none is forgotten here.</summary>
    public static IEnumerable<GitHubRoute> Declared => typeof(GitHubRoutes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(declared => declared.GetValue(null)).OfType<GitHubRoute>();

    /// <summary>Whether only a GitHub App calls it.</summary>
    public static bool IsOfApp(GitHubRoute route) => route == GitHubRoutes.OrganisationInstallation || route == GitHubRoutes.InstallationToken;
}
