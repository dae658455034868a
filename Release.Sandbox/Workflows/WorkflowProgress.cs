namespace Release.Sandbox.Workflows;

/// <summary>How far a Workflow has come.</summary>
/// <param name="Phase">Pending, Running, Succeeded, Failed or Error.</param>
/// <param name="Message">Of the Workflow; null where there is nothing to say.</param>
/// <param name="PodMessage">Of the node that runs the container.</param>
/// <param name="ExitCode">Of the container; null while it runs, or when it was stopped.</param>
internal sealed record WorkflowProgress(
    string Phase, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt = null, string? Message = null, string? PodMessage = null, int? ExitCode = null)
{
    public bool IsEnded => Phase is "Succeeded" or "Failed" or "Error";

    /// <summary>Steps done of steps in all.</summary>
    public string Share => Phase == "Succeeded" ? "1/1" : "0/1";
}
