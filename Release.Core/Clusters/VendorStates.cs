namespace Release.Core.Clusters;

/// <summary>
/// A state as a vendor reported it. A word that Release does not know is <c>Unknown</c>, which no rule accepts as success,
/// and keeps the vendor's own text for people to read.
/// </summary>
/// <typeparam name="TState">Its default must be <c>Unknown</c>; its other names are the vendor's words.</typeparam>
public readonly record struct Reported<TState>
    where TState : struct, Enum
{
    private readonly string? _unrecognised;

    internal Reported(TState state, string? unrecognised) => (State, _unrecognised) = (state, unrecognised);

    public TState State { get; }

    public override string ToString() => _unrecognised ?? State.ToString();

    public static implicit operator Reported<TState>(TState state) => new(state, null);
}

/// <summary>Reads vendors' words.</summary>
public static class Reported
{
    /// <summary>A missing or empty word is <c>Unknown</c>. Words are case-sensitive, as the vendors define them.</summary>
    public static Reported<TState> Parse<TState>(string? word)
        where TState : struct, Enum =>
        string.IsNullOrEmpty(word) ? default
        : Enum.TryParse<TState>(word, out var state) && state.ToString() == word ? new(state, null)
        : new(default, word);

    /// <summary>Null where the vendor said nothing.</summary>
    public static Reported<TState>? ParseOptional<TState>(string? word)
        where TState : struct, Enum =>
        string.IsNullOrEmpty(word) ? null : Parse<TState>(word);
}

/// <summary>Argo CD's comparison of the cluster with git (<c>status.sync.status</c>).</summary>
public enum SyncStatus
{
    Unknown,
    Synced,
    OutOfSync,
}

/// <summary>Argo CD's assessment of an application's resources (<c>status.health.status</c>).</summary>
public enum HealthStatus
{
    Unknown,
    Healthy,
    Suspended,
    Progressing,
    Missing,
    Degraded,
}

/// <summary>How far a sync operation of Argo CD is, or one of its hooks (<c>phase</c>, <c>hookPhase</c>).</summary>
public enum OperationPhase
{
    Unknown,
    Running,
    Terminating,
    Succeeded,
    Failed,
    Error,
}

/// <summary>What a sync operation did with one resource (<c>syncResult.resources[].status</c>).</summary>
public enum ResourceSyncStatus
{
    Unknown,
    Synced,
    SyncFailed,
    Pruned,
    PruneSkipped,
}

/// <summary>What the phases mean for a decision.</summary>
public static class OperationPhases
{
    public static bool IsRunning(this Reported<OperationPhase> phase) => phase.State is OperationPhase.Running or OperationPhase.Terminating;

    public static bool HasFailed(this Reported<OperationPhase> phase) => phase.State is OperationPhase.Failed or OperationPhase.Error;
}
