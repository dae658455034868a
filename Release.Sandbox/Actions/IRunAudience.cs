namespace Release.Sandbox.Actions;

/// <summary>Who hears of workflow runs: webhooks.</summary>
internal interface IRunAudience
{
    /// <param name="action"><c>requested</c>, <c>in_progress</c>, <c>completed</c>.</param>
    /// <returns>Completes when they were told.</returns>
    Task TellAsync(WorkflowRun run, string action);

    /// <summary>An image is in the registry.</summary>
    Task TellPublishedAsync(WorkflowRun run);
}
