using Release.Data.Queries;

namespace Release.Web.Components.Pages.Deployment;

/// <summary>The commits of one pull request, or those without one.</summary>
/// <param name="PullRequest">Null for commits that came by none.</param>
/// <param name="Title">The pull request's; null where there is none or it is not known.</param>
/// <param name="Commits">Oldest first.</param>
public sealed record ShippedGroup(int? PullRequest, string? Title, IReadOnlyList<DeploymentCommit> Commits);
