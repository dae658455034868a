namespace Release.Integrations.GitHub.Objects;

internal sealed record DispatchedRun(long WorkflowRunId, string? HtmlUrl);
