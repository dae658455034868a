namespace Release.Integrations.GitHub.Objects;

internal sealed record WorkflowRunsPage(IReadOnlyList<WorkflowRunObject> WorkflowRuns);
