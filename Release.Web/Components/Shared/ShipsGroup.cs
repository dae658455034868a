using Release.Data.Queries;

namespace Release.Web.Components.Shared;

/// <summary>Commits that came by one pull request, or one that came by none.</summary>
/// <param name="PullRequest">Its number; null for a commit alone.</param>
/// <param name="Title">The pull request's, or the commit's.</param>
/// <param name="Authors">Each once.</param>
/// <param name="Commits">Newest first.</param>
public sealed record ShipsGroup(int? PullRequest, string Title, IReadOnlyList<string> Authors, IReadOnlyList<DeploymentCommit> Commits);
