using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <param name="FailingLine">Zero-based line of the text that shows the failure.</param>
public sealed record StepLogView(StepName Step, string Title, string Text, int? FailingLine, DateTimeOffset At);
