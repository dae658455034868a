using System.Text.Json.Serialization;
using Release.Core.Deployments;
using Release.Data.Queries;

namespace Release.Web.Endpoints;

/// <summary>A deployment as a line of a list, and the beginning of one with all that it has.</summary>
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
/// <param name="Next">The value of <c>before</c> for the following page; null on the last one.</param>
internal sealed record DeploymentPageView(IReadOnlyList<DeploymentView> Items, string? Next);

/// <summary>A deployment with its steps and, once decided, its promotion.</summary>
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

/// <summary>The run that builds a deployment's image.</summary>
/// <param name="Url">Where a person looks at it.</param>
/// <param name="State">queued, running, succeeded, failed or cancelled.</param>
/// <param name="RunId">GitHub's number of it; null until it is known.</param>
internal sealed record BuildView(string Url, string State, long? RunId)
{
    /// <summary>Null where no run is known.</summary>
    public static BuildView? Of(BuildSummary? build) => build is { Url: { } url } ? new(url, build.State.Word(), build.RunId) : null;
}

/// <summary>Whether a version went on, and every gate.</summary>
/// <param name="Decision">promote or hold.</param>
/// <param name="Summary">The decision in a sentence.</param>
/// <param name="Target">The next environment; null when there is none.</param>
internal sealed record PromotionView(string Decision, string Summary, string? Target, IReadOnlyList<PromotionGate> Gates)
{
    public static PromotionView Of(PromotionDecision decision) =>
        new(decision.Promote ? "promote" : "hold", decision.Summary, decision.Target?.Value, decision.Gates);
}

/// <summary>Output kept of a step.</summary>
/// <param name="FailingLine">Zero-based line of the text that shows the failure.</param>
internal sealed record LogView(string Step, string Title, string Text, int? FailingLine, DateTime At)
{
    public static LogView Of(StepLogView log) => new(log.Step.ToString(), log.Title, log.Text, log.FailingLine, log.At.UtcDateTime);
}

/// <summary>The wish to deploy.</summary>
internal sealed record DeployBody(string Application, string Environment, string Version, string? Reason);

/// <summary>Why, in one's own words.</summary>
internal sealed record ReasonBody(string? Reason);
