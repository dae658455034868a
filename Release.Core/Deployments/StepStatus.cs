namespace Release.Core.Deployments;

public enum StepStatus
{
    Pending,

    /// <summary>Begun; it may be waiting for the outside between passes.</summary>
    Running,
    Succeeded,
    Failed,

    /// <summary>The deployment ended before or during this step.</summary>
    Skipped,
}
