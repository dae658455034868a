using System.Globalization;
using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub;

/// <summary>What was asked for, where the server says so.</summary>
internal sealed record DispatchedRun(long WorkflowRunId, string? HtmlUrl);

/// <param name="Status">queued, requested, waiting, pending, in_progress or completed.</param>
/// <param name="Conclusion">Once completed: success, neutral, failure, timed_out, startup_failure, action_required, cancelled, skipped or stale.</param>
internal sealed record WorkflowRunObject(
    long Id, string? HtmlUrl, string? Status, string? Conclusion, string? Event, string? HeadBranch, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <param name="TotalCount">On all pages.</param>
internal sealed record WorkflowRunsPage(int TotalCount, IReadOnlyList<WorkflowRunObject> WorkflowRuns);
