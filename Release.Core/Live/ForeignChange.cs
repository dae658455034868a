using Release.Core.Applications;

namespace Release.Core.Live;

/// <summary>The image of a Deployment was changed by somebody who is neither Release nor Argo CD.</summary>
/// <param name="Manager">Kubernetes' name of who holds the field, for example <c>kubectl-set</c>.</param>
/// <param name="Version">What they set; null when it has no tag.</param>
/// <param name="At">When, as the API server recorded it.</param>
public sealed record ForeignChange(string Manager, ImageTag? Version, DateTimeOffset? At);
