using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <summary>A sub-step, less the text of its log.</summary>
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
