namespace Release.Integrations.GitHub.Objects;

/// <param name="Status">queued, requested, waiting, pending, in_progress or completed.</param>
/// <param name="Conclusion">Once completed: success, neutral, failure, timed_out, startup_failure, action_required, cancelled, skipped or stale.</param>
internal sealed record WorkflowRunObject(
    long Id, string? HtmlUrl, string? Status, string? Conclusion, string? Event, string? HeadBranch, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
