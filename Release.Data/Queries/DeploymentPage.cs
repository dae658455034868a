namespace Release.Data.Queries;

/// <param name="Next">To be given as <see cref="DeploymentFilter.Before"/> for the following page; null on the last one.</param>
public sealed record DeploymentPage(IReadOnlyList<DeploymentSummary> Items, string? Next);
