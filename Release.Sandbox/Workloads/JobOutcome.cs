namespace Release.Sandbox.Workloads;

/// <summary>How a Job ended.</summary>
internal enum JobOutcome
{
    Running,
    Succeeded,
    Failed,
}
