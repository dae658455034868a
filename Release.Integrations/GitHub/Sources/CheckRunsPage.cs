using System.Net;
using Release.Core.Sources;
using Release.Integrations.GitHub.Client;

namespace Release.Integrations.GitHub.Sources;

internal sealed record CheckRunsPage(IReadOnlyList<CheckRunsPage.Run> CheckRuns)
{
    /// <param name="Status">queued, in_progress, completed, waiting, requested or pending.</param>
    /// <param name="Conclusion">Once completed: success, failure, neutral, cancelled, skipped, timed_out, action_required or stale.</param>
    internal sealed record Run(string Status, string? Conclusion);
}
