namespace Release.Integrations.Kubernetes.Objects;

/// <summary>The <c>metadata</c> of a list.</summary>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
/// <param name="Continue">The token of the next page; null or empty on the last one.</param>
internal sealed record ListMeta(string? ResourceVersion = null, string? Continue = null);
