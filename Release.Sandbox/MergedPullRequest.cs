namespace Release.Sandbox;

/// <summary>What came of merging a pull request: CI made a release and told Release about it.</summary>
/// <param name="Application">The application's repository name.</param>
/// <param name="Version">The new tag, such as <c>v1367</c>.</param>
/// <param name="StatusCode">Release's HTTP status.</param>
/// <param name="Answer">Release's body, at most 2,000 characters.</param>
/// <param name="Commit">Main's new tip, which the tag names.</param>
/// <param name="PullRequest">Its number.</param>
public sealed record MergedPullRequest(string Application, string Version, int StatusCode, string Answer, string Commit, int PullRequest);
