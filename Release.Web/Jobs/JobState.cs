namespace Release.Web.Jobs;

/// <summary>What a job is doing.</summary>
internal enum JobState
{
    Running,
    Waiting,
    Failed,
}
