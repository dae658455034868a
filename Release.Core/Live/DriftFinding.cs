namespace Release.Core.Live;

/// <summary>A difference as it is found at one moment; it becomes a <see cref="Drift"/> when it lasts.</summary>
/// <param name="Since">Since when, where the cluster itself says so.</param>
public sealed record DriftFinding(DriftKind Kind, string Detail, DateTimeOffset? Since = null)
{
    public bool IsOf(Drift? drift) => drift is not null && drift.Kind == Kind && drift.Detail == Detail;
}
