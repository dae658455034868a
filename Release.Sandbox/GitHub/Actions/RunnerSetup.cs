using Release.Sandbox.Faults;
using Release.Sandbox.GitHub.Runs;
using Release.Sandbox.GitHub.Webhooks;
using Release.Sandbox.Registry;

namespace Release.Sandbox.GitHub.Actions;

/// <summary>What workflow runs work with.</summary>
internal sealed record RunnerSetup
{
    public required WorkflowRuns Runs { get; init; }

    public required ImageCatalogue Images { get; init; }

    public required FaultBook Faults { get; init; }

    public required ReleaseConnection Release { get; init; }

    public required WebhookAudience Audience { get; init; }

    /// <summary>How long one build takes; zero is at once.</summary>
    public required TimeSpan BuildTime { get; init; }
}
