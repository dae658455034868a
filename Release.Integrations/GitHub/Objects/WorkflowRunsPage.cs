namespace Release.Integrations.GitHub.Objects;

internal sealed record WorkflowRunsPage(int TotalCount, IReadOnlyList<WorkflowRunObject> WorkflowRuns);
