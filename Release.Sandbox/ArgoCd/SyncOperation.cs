namespace Release.Sandbox.ArgoCd;

/// <summary>One run of a sync: <c>status.operationState</c>.</summary>
internal sealed class SyncOperation
{
    public required string Tag { get; init; }

    public required string Revision { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<SyncTask> Tasks { get; init; }

    /// <summary>Puts back what somebody changed: only that is synced, and no hook runs.</summary>
    public bool HealsItself { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Running, Succeeded or Failed.</summary>
    public string Phase { get; set; } = "Running";

    public string Message { get; set; } = "";

    public bool IsRunning => Phase == "Running";
}
