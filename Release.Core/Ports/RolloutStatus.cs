using Release.Core.Applications;

namespace Release.Core.Ports;

/// <summary>A Kubernetes Deployment's rollout, with the fields of contracts §8.</summary>
/// <param name="Tag">The tag its template asks for.</param>
/// <param name="Observed">Whether the controller has seen the newest spec (<c>observedGeneration</c> ≥ <c>generation</c>).</param>
/// <param name="DeadlineExceeded">The message of condition Progressing with reason ProgressDeadlineExceeded; null otherwise.</param>
public sealed record RolloutStatus(
    string Name,
    string Namespace,
    ImageTag? Tag,
    bool Observed,
    int Wanted,
    int Updated,
    int Ready,
    int Available,
    int Unavailable,
    string? DeadlineExceeded)
{
    public bool IsComplete => Observed && Updated >= Wanted && Available >= Wanted && Unavailable == 0;
}
