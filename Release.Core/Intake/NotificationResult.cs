namespace Release.Core.Intake;

/// <summary>What became of a notification that others deployed something (contracts §1).</summary>
public enum NotificationResult
{
    Recorded,

    /// <summary>The sender repeated itself; recorded once.</summary>
    Duplicate,

    /// <summary>More than one application has that repository.</summary>
    Ambiguous,
}
