using System.Text.Json.Serialization;
using Release.Core.Deployments;
using Release.Data.Queries;

namespace Release.Web.Endpoints;

/// <summary>A deployment in a list. <see cref="DeploymentDetailView"/> adds its steps.</summary>
internal record DeploymentView(
    Guid Id,
    string Application,
    string Environment,
    string Version,
    string Trigger,
    string Status,
    string RequestedBy,
    string? Reason,
    DateTime CreatedAt,
    DateTime? StartedAt,
    DateTime? FinishedAt,
    string? FailureReason,
    Guid? PromotedFrom,
    Guid? SupersededBy,
    string? Reference,
    string? SourceCommit,
    string? ReplacedVersion,
    BuildView? Build)
{
    public static DeploymentView Of(DeploymentSummary deployment) => new(
        deployment.Id,
        deployment.Application,
        deployment.Environment,
        deployment.Version,
        deployment.Trigger.Word(),
        deployment.Status.Word(),
        deployment.RequestedBy,
        deployment.Reason,
        deployment.CreatedAt.UtcDateTime,
        deployment.StartedAt?.UtcDateTime,
        deployment.FinishedAt?.UtcDateTime,
        deployment.FailureReason,
        deployment.PromotedFrom,
        deployment.SupersededBy,
        deployment.Reference,
        deployment.SourceCommit,
        deployment.ReplacedVersion,
        BuildView.Of(deployment.Build));

    public static DeploymentView Of(Deployment deployment) => Of(DeploymentSummary.Of(deployment));
}

/// <param name="Items">Newest first.</param>
/// <param name="Next">The value of <c>before</c> for the next page; null on the last page.</param>
internal sealed record DeploymentPageView(IReadOnlyList<DeploymentView> Items, string? Next);

/// <summary>A deployment with its steps and, once it is decided, its promotion.</summary>
internal sealed record DeploymentDetailView : DeploymentView
{
    private DeploymentDetailView(DeploymentDetail detail)
        : base(Of(detail.Summary))
    {
        PromoteRequested = detail.PromoteRequested;
        ConfigCommit = detail.ConfigCommit;
        Steps = [.. detail.Steps.Select(DeploymentStepView.Of)];
        Promotion = detail.Promotion is { } decision ? PromotionView.Of(decision) : null;
    }

    [JsonPropertyOrder(1)]
    public bool PromoteRequested { get; }

    [JsonPropertyOrder(1)]
    public string? ConfigCommit { get; }

    [JsonPropertyOrder(1)]
    public IReadOnlyList<DeploymentStepView> Steps { get; }

    [JsonPropertyOrder(1)]
    public PromotionView? Promotion { get; }

    public static DeploymentDetailView Of(DeploymentDetail detail) => new(detail);
}

/// <param name="Name">Build, UpdateImageTag, Sync, Rollout, SmokeTest or Promote.</param>
/// <param name="OutsideSince">Since when the step has waited for an unreachable system (a cluster, git); null if it does not.</param>
/// <param name="Tasks">Sub-steps: hooks, migrations, Jobs, nodes of a workflow.</param>
/// <param name="Failure">The kind of failure; null if the step did not fail.</param>
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

/// <summary>A sub-step: a hook, a migration, a Job, a node of a workflow.</summary>
/// <param name="Kind">PreSync, Sync, PostSync, Job, Workflow node …</param>
/// <param name="Run">How many times the step had been resumed before this ran.</param>
/// <param name="Status">pending, running, succeeded or failed.</param>
/// <param name="HasLog">Whether the deployment's logs contain its output, under its name.</param>
internal sealed record DeploymentTaskView(
    string Kind, string Name, int Run, string Status, string? Message, DateTime? StartedAt, DateTime? FinishedAt, bool HasLog)
{
    public static DeploymentTaskView Of(StepTaskView task) => new(
        task.Kind, task.Name, task.Run, task.Phase.Word(), task.Message, task.StartedAt?.UtcDateTime, task.FinishedAt?.UtcDateTime, task.LogLength > 0);
}

/// <summary>The run that builds a deployment's image.</summary>
/// <param name="Url">Its page on GitHub.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="RunId">GitHub's number of the run; null until it is known.</param>
internal sealed record BuildView(string Url, string State, long? RunId)
{
    public static BuildView? Of(BuildSummary? build) => build is { Url: { } url } ? new(url, build.State.Word(), build.RunId) : null;
}

/// <summary>The decision whether to promote, with every gate.</summary>
/// <param name="Decision">promote or hold.</param>
/// <param name="Summary">The decision in a sentence.</param>
/// <param name="Target">The next environment; null if there is none.</param>
internal sealed record PromotionView(string Decision, string Summary, string? Target, IReadOnlyList<PromotionGate> Gates)
{
    public static PromotionView Of(PromotionDecision decision) =>
        new(decision.Promote ? "promote" : "hold", decision.Summary, decision.Target?.Value, decision.Gates);
}

/// <summary>The stored output of a step.</summary>
/// <param name="FailingLine">Zero-based number of the line that shows the failure.</param>
internal sealed record LogView(string Step, string Title, string Text, int? FailingLine, DateTime At)
{
    public static LogView Of(StepLogView log) => new(log.Step.ToString(), log.Title, log.Text, log.FailingLine, log.At.UtcDateTime);
}

internal sealed record DeployBody(string Application, string Environment, string Version, string? Reason);

/// <summary>An optional reason, kept in the history.</summary>
internal sealed record ReasonBody(string? Reason);
