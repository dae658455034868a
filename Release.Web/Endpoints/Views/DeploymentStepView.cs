using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>One step of a deployment.</summary>
/// <param name="Name">Build, UpdateImageTag, Sync, Rollout, SmokeTest or Promote.</param>
/// <param name="OutsideSince">Since when what it needs outside (a cluster, git) cannot be reached; null while it can.</param>
/// <param name="Tasks">Its sub-steps: hooks, migrations, Jobs, nodes of a workflow.</param>
/// <param name="Failure">What kind of failure it was; null when it did not fail.</param>
internal sealed record DeploymentStepView(
    string Name,
    string Status,
    int Attempt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? Message,
    int? ProgressDone,
    int? ProgressTotal,
    string? Failure,
    DateTime? OutsideSince,
    IReadOnlyList<DeploymentTaskView> Tasks)
{
    public static DeploymentStepView Of(StepView step) => new(
        step.Name.ToString(),
        step.Status.Word(),
        step.Attempt,
        step.StartedAt?.UtcDateTime,
        step.FinishedAt?.UtcDateTime,
        step.Message,
        step.ProgressDone,
        step.ProgressTotal,
        step.Failure?.Word(),
        step.OutsideSince?.UtcDateTime,
        [.. step.Tasks.Select(DeploymentTaskView.Of)]);
}
