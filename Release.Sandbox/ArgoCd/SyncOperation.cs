using Release.Sandbox.Kubernetes;

namespace Release.Sandbox.ArgoCd;

/// <summary>One run of a sync: <c>status.operationState</c>.</summary>
internal sealed class SyncOperation
{
    public required string Tag { get; init; }

    public required string Revision { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required IReadOnlyList<SyncTask> Tasks { get; init; }

    /// <summary>True for a self-heal: only the changed resource is synced, and no hook runs.</summary>
    public bool IsSelfHeal { get; init; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Running, Succeeded or Failed.</summary>
    public string Phase { get; set; } = "Running";

    public string Message { get; set; } = "";

    public bool IsRunning => Phase == "Running";
}

/// <summary>A sync that succeeded: an entry of <c>status.history</c>.</summary>
internal sealed record SyncHistoryEntry(int Id, string Revision, DateTimeOffset StartedAt, DateTimeOffset DeployedAt);

/// <summary>One resource of a sync operation: an entry of <c>syncResult.resources</c>.</summary>
internal sealed class SyncTask
{
    public required ResourceKind Kind { get; init; }

    public required ObjectName Name { get; init; }

    /// <summary>PreSync, Sync or PostSync.</summary>
    public required string SyncPhase { get; init; }

    /// <summary>The task that a Job runs (see <see cref="PodTasks"/>); null for a resource that is only applied.</summary>
    public string? Job { get; init; }

    /// <summary>Whether the Job is deleted when the whole sync has succeeded (HookSucceeded) rather than before its next run (BeforeHookCreation).</summary>
    public bool IsDeletedAfterSuccess => SyncPhase == "PostSync";

    public bool Started { get; set; }

    /// <summary>Running, Succeeded, Failed; empty before.</summary>
    public string HookPhase { get; set; } = "";

    /// <summary>Synced, SyncFailed; empty before.</summary>
    public string Status { get; set; } = "";

    public string Message { get; set; } = "";
}
