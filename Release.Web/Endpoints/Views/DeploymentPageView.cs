namespace Release.Web.Endpoints.Views;

/// <param name="Items">Newest first.</param>
/// <param name="Next">The value of <c>before</c> for the following page; null on the last one.</param>
internal sealed record DeploymentPageView(IReadOnlyList<DeploymentView> Items, string? Next);
