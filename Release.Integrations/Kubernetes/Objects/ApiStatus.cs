namespace Release.Integrations.Kubernetes.Objects;

/// <summary>Kubernetes' <c>Status</c>: the body of every error, and of a watch's ERROR event.</summary>
internal sealed record ApiStatus(string? Message = null, string? Reason = null, int? Code = null, ApiStatus.DetailsPart? Details = null)
{
    public sealed record DetailsPart(string? Name = null, string? Kind = null, int? RetryAfterSeconds = null, IReadOnlyList<Cause>? Causes = null);

    public sealed record Cause(string? Reason = null, string? Message = null, string? Field = null);
}
