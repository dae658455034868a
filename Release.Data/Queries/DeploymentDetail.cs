using Release.Core.Deployments;
using Release.Core.Failures;

namespace Release.Data.Queries;

/// <summary>A deployment with everything its page shows, without the text of logs.</summary>
public sealed record DeploymentDetail(
    DeploymentSummary Summary,
    bool PromoteRequested,
    string? ConfigCommit,
    IReadOnlyList<StepView> Steps,
    PromotionDecision? Promotion);

public sealed record StepView(
    StepName Name,
    StepStatus Status,
    int Attempt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Message,
    int? ProgressDone,
    int? ProgressTotal,
    FailureKind? Failure)
{
    /// <summary>Since when a system that it needs is unavailable; null while none is.</summary>
    public DateTimeOffset? OutsideSince { get; init; }

    /// <summary>Its sub-steps, in the order in which they were first seen.</summary>
    public IReadOnlyList<StepTaskView> Tasks { get; init; } = [];
}

/// <summary>A sub-step, without the text of its log.</summary>
/// <param name="Run">How often the step had been resumed when this ran.</param>
/// <param name="LogLength">In characters; 0 when there is none.</param>
/// <param name="FailingLine">Zero-based line of the log that shows the failure.</param>
public sealed record StepTaskView(
    int Id,
    string Kind,
    string Name,
    int Run,
    StepTaskPhase Phase,
    string? Message,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    int LogLength,
    int? FailingLine);

/// <param name="FailingLine">Zero-based line of the text that shows the failure.</param>
/// <param name="Task">The sub-step (<see cref="StepTaskView.Id"/>) whose log it is; null for the step's own.</param>
public sealed record StepLogView(StepName Step, string Title, string Text, int? FailingLine, DateTimeOffset At, int? Task = null);
