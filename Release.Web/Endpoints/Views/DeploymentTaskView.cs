using Release.Data.Queries;

namespace Release.Web.Endpoints.Views;

/// <summary>A sub-step: a hook, a migration, a Job, a node of a workflow. Its log is among the deployment's logs.</summary>
/// <param name="Kind">PreSync, Sync, PostSync, Job, Workflow node …</param>
/// <param name="Run">How often the step had been resumed when this ran.</param>
/// <param name="Status">pending, running, succeeded or failed.</param>
/// <param name="HasLog">Whether the logs have its output, under its name.</param>
internal sealed record DeploymentTaskView(
    string Kind, string Name, int Run, string Status, string? Message, DateTime? StartedAt, DateTime? FinishedAt, bool HasLog)
{
    public static DeploymentTaskView Of(StepTaskView task) => new(
        task.Kind, task.Name, task.Run, task.Phase.Word(), task.Message, task.StartedAt?.UtcDateTime, task.FinishedAt?.UtcDateTime, task.LogLength > 0);
}
