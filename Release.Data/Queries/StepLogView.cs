using Release.Core.Deployments;

namespace Release.Data.Queries;

/// <param name="FailingLine">Zero-based line of the text that shows the failure.</param>
/// <param name="Task">The sub-step (<see cref="StepTaskView.Id"/>) whose log it is; null for the step's own.</param>
public sealed record StepLogView(StepName Step, string Title, string Text, int? FailingLine, DateTimeOffset At, int? Task = null);
