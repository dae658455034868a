namespace Release.Integrations.Kubernetes;

/// <summary>A whole list, its pages joined.</summary>
/// <param name="ResourceVersion">Where a watch goes on from without losing anything.</param>
internal sealed record ListResult<T>(IReadOnlyList<T> Items, string? ResourceVersion);
