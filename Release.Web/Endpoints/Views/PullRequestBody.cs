namespace Release.Web.Endpoints.Views;

/// <summary>Whose pull request.</summary>
internal sealed record PullRequestBody(string Application);
