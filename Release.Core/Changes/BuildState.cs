namespace Release.Core.Changes;

/// <summary>GitHub's status and conclusion of a run, in one word.</summary>
public enum BuildState
{
    /// <summary>Asked for; GitHub has not started it.</summary>
    Queued,
    Running,
    Succeeded,

    /// <summary>Failure, time-out or start-up failure.</summary>
    Failed,

    /// <summary>Cancelled, skipped, stale: somebody's decision.</summary>
    Cancelled,
}
