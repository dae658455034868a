using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>One step of a deployment.</summary>
/// <param name="Name">UpdateImageTag, Sync, Rollout, SmokeTest or Promote.</param>
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
    string? Failure)
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
        step.Failure?.Word());
}
