namespace Release.Web.Endpoints.Views;

/// <param name="Number">Within its repository.</param>
/// <param name="Commits">How many of the commits came by it.</param>
internal sealed record ChangedPullRequestView(int Number, string Title, string Url, IReadOnlyList<string> Authors, int Commits);
