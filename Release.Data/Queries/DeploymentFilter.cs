using Release.Core.Applications;
using Release.Core.Deployments;
using Release.Core.Environments;

namespace Release.Data.Queries;

/// <summary>Which deployments, newest first.</summary>
/// <param name="Before">The opaque <see cref="DeploymentPage.Next"/> of the page before; null for the first page.</param>
/// <param name="Limit">1 to 200.</param>
public sealed record DeploymentFilter(
    ApplicationName? Application = null,
    EnvironmentName? Environment = null,
    DeploymentStatus? Status = null,
    string? Before = null,
    int Limit = 50);
